import type { CredentialView } from '@headgate/shared/credentials'
import { required } from '../admin/domain-error.ts'
import { unrenewable } from '../oauth/tokens/grants.ts'
import type { ReadCredentialsPorts } from './list-credentials.ts'
import { viewStored } from './view-stored.ts'

export async function getCredential(
  ports: ReadCredentialsPorts,
  { id }: { id: string },
): Promise<CredentialView> {
  const { read, healthOf, grants, now } = ports
  return read(async ({ credentials }) => {
    const stored = required(await credentials.get(id), 'The credential')
    return viewStored(credentials, stored, healthOf, now(), unrenewable(grants, stored))
  })
}
