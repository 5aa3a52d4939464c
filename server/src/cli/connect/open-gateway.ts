// Connects for a command that changes something, and checks first that this caller may.
import type { CredentialView } from '@headgate/shared/credentials'
import type { Cli } from '../cli.ts'
import { CliError } from '../output/errors.ts'
import { connect, type Connection } from './connect.ts'
import { listAllCredentials } from './list-all.ts'

export interface OpenGateway extends Connection {
  readonly credentials: readonly CredentialView[]
}

/** Called before a person is asked anything. @throws CliError */
export async function openGateway(cli: Cli, url: string | undefined): Promise<OpenGateway> {
  const connection = connect(cli, url)
  const { role } = await connection.ask((gateway) => gateway.session.current.query())
  if (role === 'viewer')
    throw new CliError(
      `This API token has the role 'viewer' at ${connection.url}, which cannot change anything. Use one with the role 'admin'.`,
    )
  return { ...connection, credentials: await listAllCredentials(connection) }
}
