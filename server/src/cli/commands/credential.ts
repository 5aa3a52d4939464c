// `headgate credential`: the credentials that the gateway holds.
import type { Command } from 'commander'
import type { CredentialView } from '@headgate/shared/credentials'
import type { Cli } from '../cli.ts'
import { connect } from '../connect.ts'
import { listAllCredentials } from '../list-all.ts'
import { tableLines, type Cell } from '../table.ts'

export function addCredential(program: Command, cli: Cli): void {
  const credential = program.command('credential').description('look at the credentials of the gateway')
  credential
    .command('list')
    .description('account ids, kinds, states and projects')
    .option('--json', 'the views as JSON')
    .action(async (_options, command: Command) => {
      const { url, json } = command.optsWithGlobals<{ url?: string; json?: true }>()
      const all = await listAllCredentials(connect(cli, url))
      if (json) cli.out.write(`${JSON.stringify(all, null, 2)}\n`)
      else if (all.length === 0) cli.out.write('There are no credentials yet.\n')
      else cli.out.write(`${tableLines(cli.out, [HEAD, ...all.map(row)]).join('\n')}\n`)
    })
}

const HEAD: readonly Cell[] = ['ACCOUNT ID', 'KIND', 'REGION', 'STATUS', 'PROJECTS'].map((text) => ({
  text,
  tone: 'dim',
}))

function row(view: CredentialView): Cell[] {
  return [
    { text: view.accountId },
    { text: `${view.provider} ${view.method}` },
    { text: view.provider === 'bedrock' ? view.region : '-' },
    {
      text: view.status,
      tone: view.status === 'ready' ? 'good' : view.status === 'disabled' ? 'dim' : 'bad',
    },
    { text: view.projects.join(', ') || '-' },
  ]
}
