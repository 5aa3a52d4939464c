// `headgate credential list`
import type { Command } from 'commander'
import type { CredentialView } from '@headgate/shared/credentials'
import type { Cli } from '../cli.ts'
import type { CommonOptions } from '../common-options.ts'
import { connect } from '../connect.ts'
import { listAllCredentials } from '../list-all.ts'
import { headCells, tableLines, type Cell } from '../table.ts'
import { writeJson } from '../write-json.ts'
import { placeOf } from '../saved-words.ts'

export function addListCredentials(credential: Command, cli: Cli): void {
  credential
    .command('list')
    .description('account ids, kinds, states and projects')
    .option('--json', 'the views as JSON')
    .action(async (_options, command: Command) => {
      const { url, json } = command.optsWithGlobals<CommonOptions>()
      const all = await listAllCredentials(connect(cli, url))
      if (json) writeJson(cli.out, all)
      else if (all.length === 0) cli.out.write('There are no credentials yet.\n')
      else cli.out.write(`${tableLines(cli.out, [HEAD, ...all.map(row)]).join('\n')}\n`)
    })
}

const HEAD = headCells('ACCOUNT ID', 'KIND', 'REGION', 'STATUS', 'PROJECTS')

function row(view: CredentialView): Cell[] {
  return [
    { text: view.accountId },
    { text: `${view.provider} ${view.method}` },
    { text: placeOf(view)?.region ?? '-' },
    {
      text: view.status,
      tone: view.status === 'ready' ? 'good' : view.status === 'disabled' ? 'dim' : 'bad',
    },
    { text: view.projects.join(', ') || '-' },
  ]
}
