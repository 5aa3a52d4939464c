import type { CredentialView } from '@headgate/shared/credentials'
import type { Provider } from '@headgate/shared/providers'
import { pageOf, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { unrenewable, type Grants } from '../oauth/tokens/grants.ts'
import { credentialView } from './credential-view.ts'
import type { HealthOf } from './view-stored.ts'

export interface ReadCredentialsPorts {
  readonly read: ReadStores
  readonly healthOf: HealthOf
  readonly grants: Grants
  readonly now: () => Date
}

export async function listCredentials(
  ports: ReadCredentialsPorts,
  request: PageRequest & { readonly provider?: Provider | undefined },
): Promise<Page<CredentialView>> {
  const { read, healthOf, grants, now } = ports
  return read(async ({ credentials }) => {
    const { items, nextCursor } = pageOf(
      await credentials.list(request),
      request.limit,
      (row) => row.accountId,
    )
    const projects = await credentials.projectSlugs(items.map((credential) => credential.id))
    const problems = await credentials.refreshProblems(items.map((credential) => credential.id))
    return {
      items: items.map((credential) =>
        credentialView(credential, {
          health: healthOf(credential.id),
          unrenewable: unrenewable(grants, credential),
          refreshProblem: problems.get(credential.id) ?? null,
          projects: projects.get(credential.id) ?? [],
          now: now(),
        }),
      ),
      nextCursor,
    }
  })
}
