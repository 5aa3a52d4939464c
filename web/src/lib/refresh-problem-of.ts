// What keeps the access token of a credential from being renewed; null for kinds that have none, and while it works.
import type { CredentialView } from '@headgate/shared/credentials'

type Renewing = Extract<CredentialView, { readonly refreshProblem: unknown }>
export type Problem = NonNullable<Renewing['refreshProblem']>

export function refreshProblemOf(credential: CredentialView): Problem | null {
  return 'refreshProblem' in credential ? credential.refreshProblem : null
}
