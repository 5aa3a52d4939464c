// `headgate credential clear-cooldown`: a credential that rests or was rejected is preferred again.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import type { CommonOptions } from '../common-options.ts'
import { findCredential } from '../find-named.ts'
import { openGateway } from '../open-gateway.ts'
import { writeStatus } from '../saved-words.ts'

export function addClearCooldown(credential: Command, cli: Cli): void {
  credential
    .command('clear-cooldown')
    .description('prefer a credential again that rests or was rejected')
    .argument('<credential>', 'account id or id')
    .option('--json', 'the view as JSON')
    .action(async (name: string, _options, command: Command) => {
      const { url, json } = command.optsWithGlobals<CommonOptions>()
      const gateway = await openGateway(cli, url)
      const { id } = findCredential(gateway.credentials, name)
      writeStatus(cli, await gateway.ask((api) => api.credentials.clearCooldown.mutate({ id })), json)
    })
}
