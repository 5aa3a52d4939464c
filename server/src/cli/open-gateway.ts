// The start of a command that changes something: the gateway answers, and lets this caller change it.
import type { CredentialView } from '@headgate/shared/credentials'
import type { Cli } from './cli.ts'
import { CliError } from './cli-error.ts'
import { connect, type Connection } from './connect.ts'
import { listAllCredentials } from './list-all.ts'

export interface OpenGateway extends Connection {
  readonly credentials: readonly CredentialView[]
}

/** Asked before anything is typed in vain. @throws CliError */
export async function openGateway(cli: Cli, url: string | undefined): Promise<OpenGateway> {
  const connection = connect(cli, url)
  const { role } = await connection.ask((gateway) => gateway.session.current.query())
  if (role === 'viewer') throw new CliError(`The role 'viewer' may not change anything at ${connection.url}.`)
  return { ...connection, credentials: await listAllCredentials(connection) }
}
