// `headgate credential clear-cooldown`: uses a credential again that is cooling down or was rejected.
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import type { CommonOptions } from '../../input/common-options.ts'
import { findCredential } from '../../connect/find-named.ts'
import { openGateway } from '../../connect/open-gateway.ts'
import { writeStatus } from '../../output/write-saved.ts'

export function addClearCooldown(credential: Command, cli: Cli): void {
  credential
    .command('clear-cooldown')
    .description("Clear a credential's cooldown or rejection.")
    .argument('<credential>', 'Credential ID.')
    .option('--json', 'Print the credential as JSON.')
    .action(async (name: string, _options, command: Command) => {
      const { url, json } = command.optsWithGlobals<CommonOptions>()
      const gateway = await openGateway(cli, url)
      const { id } = findCredential(gateway.credentials, name)
      writeStatus(cli, await gateway.ask((api) => api.credentials.clearCooldown.mutate({ id })), json)
    })
}
