// `headgate credential remove`: once the account id was typed, or a script has said yes.
import type { Command } from 'commander'
import type { CredentialView } from '@headgate/shared/credentials'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import { askOf, type CommonOptions } from '../common-options.ts'
import { findCredential } from '../find-named.ts'
import { openGateway } from '../open-gateway.ts'
import { kindWords } from '../saved-words.ts'
import { writeJson } from '../write-json.ts'

interface Options extends CommonOptions {
  readonly yes?: true
}

export function addRemoveCredential(credential: Command, cli: Cli): void {
  credential
    .command('remove')
    .description('remove a credential, and delete its secret for good')
    .argument('<credential>', 'account id or id')
    .option('--yes', 'do not ask')
    .option('--json', 'the result as JSON')
    .action((name: string, _options, command: Command) =>
      remove(cli, name, command.optsWithGlobals<Options>()),
    )
}

async function remove(cli: Cli, name: string, options: Options): Promise<void> {
  const gateway = await openGateway(cli, options.url)
  const credential = findCredential(gateway.credentials, name)
  const { id, accountId } = credential
  if (!options.yes) await confirmRemoval(cli, credential, options)
  const removed = await gateway.ask((api) => api.credentials.remove.mutate({ id }))
  if (options.json) writeJson(cli.out, { ...removed, accountId })
  else cli.out.write(`${accountId} is removed.\n`)
}

async function confirmRemoval(cli: Cli, credential: CredentialView, options: Options): Promise<void> {
  const { accountId, projects } = credential
  const ask = askOf(cli, options)
  if (ask === null)
    throw new CliError(`Add --yes to remove ${accountId} without being asked. Nothing is removed.`)
  ask.begin(`Remove ${accountId} (${kindWords(credential)})`)
  ask.say(
    'warn',
    `Its secret is deleted and cannot be brought back. Recorded requests stay. ${
      projects.length === 0 ? 'No project uses it.' : `It leaves the pool of: ${projects.join(', ')}.`
    }`,
  )
  await ask.text({
    message: `Type ${accountId} to remove it`,
    check: (answer) => (answer === accountId ? undefined : `Type ${accountId}, or press Ctrl-C.`),
  })
  ask.end('Confirmed.')
}
