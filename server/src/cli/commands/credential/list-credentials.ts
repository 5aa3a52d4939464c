// `headgate credential list`: all credentials in a table.
import type { Command } from 'commander'
import type { CredentialView } from '@headgate/shared/credentials'
import type { Cli } from '../../cli.ts'
import type { CommonOptions } from '../../input/common-options.ts'
import { connect } from '../../connect/connect.ts'
import { listAllCredentials } from '../../connect/list-all.ts'
import { STATUSES, titleOf } from '../../output/describe-credential.ts'
import { headCells, tableLines, type Cell } from '../../output/table.ts'
import { writeJson } from '../../output/screen.ts'

export function addListCredentials(credential: Command, cli: Cli): void {
  credential
    .command('list')
    .description('List all credentials with kind, status and projects.')
    .option('--json', 'Print the credentials as JSON.')
    .action(async (_options, command: Command) => {
      const { url, json } = command.optsWithGlobals<CommonOptions>()
      const all = await listAllCredentials(connect(cli, url))
      if (json) writeJson(cli.out, all)
      else if (all.length === 0) cli.out.write('There are no credentials yet. Add one with: headgate login\n')
      else cli.out.write(`${tableLines(cli.out, [HEAD, ...all.map(row)]).join('\n')}\n`)
    })
}

const HEAD = headCells('CREDENTIAL ID', 'KIND', 'REGION', 'STATUS', 'PROJECTS')

function row(view: CredentialView): Cell[] {
  const { word, tone } = STATUSES[view.status]
  return [
    { text: view.accountId },
    { text: titleOf(view) },
    { text: view.provider === 'bedrock' ? view.region : '-' },
    { text: word, tone },
    { text: view.projects.join(', ') || '-' },
  ]
}
