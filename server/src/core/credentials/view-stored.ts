// The view of one stored credential, with the projects that use it and its health.
import type { CredentialView } from '@headgate/shared/credentials'
import type { CredentialHealth } from '../routing/health-book.ts'
import type { CredentialStore } from './credential-store.ts'
import { credentialView } from './credential-view.ts'
import type { Credential } from './credential.ts'

export type HealthOf = (credentialId: string) => CredentialHealth | null

export async function viewStored(
  credentials: Pick<CredentialStore, 'projectSlugs' | 'refreshProblems'>,
  credential: Credential,
  healthOf: HealthOf,
  now: Date,
  unrenewable: string | null = null,
): Promise<CredentialView> {
  const projects = (await credentials.projectSlugs([credential.id])).get(credential.id) ?? []
  const refreshProblem = (await credentials.refreshProblems([credential.id])).get(credential.id) ?? null
  const health = healthOf(credential.id)
  return credentialView(credential, { health, refreshProblem, unrenewable, projects, now })
}
