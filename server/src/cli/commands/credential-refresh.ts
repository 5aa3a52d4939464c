// `headgate credential refresh`: renews the access token of an OAuth credential now.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import type { CommonOptions } from '../common-options.ts'
import { findCredential } from '../find-named.ts'
import { meanwhile } from '../meanwhile.ts'
import { openGateway } from '../open-gateway.ts'
import { writeStatus } from '../saved-words.ts'

export function addRefreshCredential(credential: Command, cli: Cli): void {
  credential
    .command('refresh')
    .description('renew the access token of an OAuth credential now')
    .argument('<credential>', 'account id or id')
    .option('--json', 'the view as JSON')
    .action(async (name: string, _options, command: Command) => {
      const { url, json } = command.optsWithGlobals<CommonOptions>()
      const gateway = await openGateway(cli, url)
      const { id, accountId } = findCredential(gateway.credentials, name)
      const renewing = gateway.ask((api) => api.credentials.refresh.mutate({ id }))
      writeStatus(cli, await meanwhile(cli, `Renewing ${accountId}...`, renewing), json)
    })
}
