// `headgate credential remove`: asks for the credential ID as confirmation, or needs `--yes`.
import type { Command } from 'commander'
import type { CredentialView } from '@headgate/shared/credentials'
import type { Cli } from '../../cli.ts'
import { CliError } from '../../output/errors.ts'
import { askOf, type CommonOptions } from '../../input/common-options.ts'
import { findCredential } from '../../connect/find-named.ts'
import { openGateway } from '../../connect/open-gateway.ts'
import { describeKind } from '../../output/describe-credential.ts'
import { writeJson } from '../../output/screen.ts'

interface Options extends CommonOptions {
  readonly yes?: true
}

export function addRemoveCredential(credential: Command, cli: Cli): void {
  credential
    .command('remove')
    .description('Remove a credential and permanently delete its secret.')
    .argument('<credential>', 'Credential ID.')
    .option('--yes', 'Do not ask for confirmation.')
    .option('--json', 'Print the result as JSON.')
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
  else cli.out.write(`Removed ${accountId}.\n`)
}

async function confirmRemoval(cli: Cli, credential: CredentialView, options: Options): Promise<void> {
  const { accountId, projects } = credential
  const ask = askOf(cli, options)
  if (ask === null)
    throw new CliError(`Nothing is removed. To remove ${accountId} without confirmation, add --yes.`)
  ask.begin(`Remove ${accountId} (${describeKind(credential)})`)
  ask.say(
    'warn',
    `Its secret will be permanently deleted. Recorded requests stay. ${
      projects.length === 0 ? 'No project uses it.' : `Projects that will lose it: ${projects.join(', ')}.`
    }`,
  )
  await ask.text({
    message: `Type ${accountId} to remove it`,
    check: (answer) => (answer === accountId ? undefined : `Type ${accountId}, or press Ctrl-C to cancel.`),
  })
  ask.end('Confirmed.')
}
