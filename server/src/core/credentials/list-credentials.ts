import type { CredentialView } from '@headgate/shared/credentials'
import type { Provider } from '@headgate/shared/providers'
import { required } from '../admin/domain-error.ts'
import { pageOf, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { credentialView } from './credential-view.ts'
import { viewStored, type HealthOf } from './view-stored.ts'

export interface ReadCredentialsDeps {
  readonly read: ReadStores
  readonly healthOf: HealthOf
  readonly now: () => Date
}

export function makeListCredentials({ read, healthOf, now }: ReadCredentialsDeps) {
  return async function listCredentials(
    request: PageRequest & { readonly provider?: Provider | undefined },
  ): Promise<Page<CredentialView>> {
    return read(async ({ credentials }) => {
      const { items, nextCursor } = pageOf(
        await credentials.list(request),
        request.limit,
        (row) => row.accountId,
      )
      const projects = await credentials.projectSlugs(items.map((credential) => credential.id))
      return {
        items: items.map((credential) =>
          credentialView(credential, {
            health: healthOf(credential.id),
            projects: projects.get(credential.id) ?? [],
            now: now(),
          }),
        ),
        nextCursor,
      }
    })
  }
}

export function makeGetCredential({ read, healthOf, now }: ReadCredentialsDeps) {
  return async function getCredential({ id }: { id: string }): Promise<CredentialView> {
    return read(async ({ credentials }) => {
      const stored = required(await credentials.get(id), 'The credential')
      return viewStored(credentials, stored, healthOf, now())
    })
  }
}
