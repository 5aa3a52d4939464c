// A token for a federation that is not stored yet, or not in this form: what is to be tried has none of its own.
import type { Federation } from '../../credentials/credential.ts'
import type { NewCredential } from '../../credentials/kinds/credential-kind.ts'
import type { VaultCandidate } from '../../upstream/provider.ts'
import type { Grants } from '../tokens/grants.ts'
import { isWorkload } from '../refresh/renewable.ts'
import type { TokenRejection } from '../tokens/token-endpoint.ts'

export type UntriedToken =
  | { readonly kind: 'ready'; readonly candidate: VaultCandidate }
  | { readonly kind: 'rejected'; readonly rejection: TokenRejection }

/** The candidate as it is, unless it is a federation: then with an access token of its own. */
export async function withUntriedToken(
  grants: Grants,
  candidate: VaultCandidate,
  now: () => Date,
): Promise<UntriedToken> {
  if (!isWorkload(candidate)) return { kind: 'ready', candidate }
  const grant = grants.workload_identity
  const answer = await grant.ask(candidate)
  if (answer.kind === 'rejected') return answer
  const { tokens } = answer
  const at = now()
  const credential = {
    ...candidate.credential,
    expiresAt: new Date(at.getTime() + tokens.expiresInMs),
    scopes: tokens.scopes ?? [],
    lastRefreshAt: at,
  }
  return { kind: 'ready', candidate: { credential, secret: grant.secretWith(candidate, tokens) } }
}

/** Keeps the access token that was tried, if it is for the same federation. */
export function withTokenOf(tried: VaultCandidate, renewed: NewCredential): NewCredential {
  const { credential, secret } = renewed
  if (!isWorkload(tried) || credential.method !== 'workload_identity') return renewed
  if (secret.method !== 'workload_identity' || !isSame(tried.credential, credential)) return renewed
  const { expiresAt, scopes, lastRefreshAt } = tried.credential
  return { credential: { ...credential, expiresAt, scopes, lastRefreshAt }, secret: tried.secret }
}

function isSame(a: Federation, b: Federation): boolean {
  return (
    a.federationRuleId === b.federationRuleId &&
    a.organizationId === b.organizationId &&
    a.serviceAccountId === b.serviceAccountId &&
    a.workspaceId === b.workspaceId
  )
}
