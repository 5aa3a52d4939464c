// `headgate credential refresh`: renews the access token of a credential now.
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import type { CommonOptions } from '../../input/common-options.ts'
import { findCredential } from '../../connect/find-named.ts'
import { meanwhile } from '../../output/meanwhile.ts'
import { openGateway } from '../../connect/open-gateway.ts'
import { writeStatus } from '../../output/write-saved.ts'

export function addRefreshCredential(credential: Command, cli: Cli): void {
  credential
    .command('refresh')
    .description('Renew the access token of an OAuth credential now.')
    .argument('<credential>', 'Credential ID.')
    .option('--json', 'Print the credential as JSON.')
    .action(async (name: string, _options, command: Command) => {
      const { url, json } = command.optsWithGlobals<CommonOptions>()
      const gateway = await openGateway(cli, url)
      const { id, accountId } = findCredential(gateway.credentials, name)
      const renewing = gateway.ask((api) => api.credentials.refresh.mutate({ id }))
      writeStatus(cli, await meanwhile(cli, `Renewing the access token of ${accountId}...`, renewing), json)
    })
}
