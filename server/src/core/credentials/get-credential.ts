import type { CredentialView } from '@headgate/shared/credentials'
import { required } from '../admin/domain-error.ts'
import { unrenewable } from '../oauth/tokens/grants.ts'
import type { ReadCredentialsDeps } from './list-credentials.ts'
import { viewStored } from './view-stored.ts'

export function makeGetCredential({ read, healthOf, grants, now }: ReadCredentialsDeps) {
  return async function getCredential({ id }: { id: string }): Promise<CredentialView> {
    return read(async ({ credentials }) => {
      const stored = required(await credentials.get(id), 'The credential')
      return viewStored(credentials, stored, healthOf, now(), unrenewable(grants, stored))
    })
  }
}
