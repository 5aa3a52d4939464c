// The candidates whose access token is renewed: by a refresh token, or by the identity of the machine.
import type {
  AnthropicOAuthCredential,
  AnthropicWorkloadCredential,
  CredentialSecret,
} from '../../credentials/credential.ts'
import type { Candidate, VaultCandidate } from '../../upstream/provider.ts'

type SecretOf<Method extends CredentialSecret['method']> = Extract<CredentialSecret, { method: Method }>

export interface OAuthCandidate extends VaultCandidate {
  readonly credential: AnthropicOAuthCredential
  readonly secret: SecretOf<'oauth'>
}

export interface WorkloadCandidate extends VaultCandidate {
  readonly credential: AnthropicWorkloadCredential
  readonly secret: SecretOf<'workload_identity'>
}

export type RenewableCandidate = OAuthCandidate | WorkloadCandidate
export type RenewableCredential = RenewableCandidate['credential']
export type RenewableSecret = RenewableCandidate['secret']

export function isRenewable(candidate: Candidate): candidate is RenewableCandidate {
  return candidate.secret.method === candidate.credential.method && renewsItself(candidate.credential)
}

/** True for methods whose access token the gateway renews. */
const RENEWS_ITSELF: Readonly<Record<Candidate['credential']['method'], boolean>> = {
  api_key: false,
  oauth: true,
  workload_identity: true,
  iam: false,
  callers_credential: false,
}

export function renewsItself(credential: Candidate['credential']): credential is RenewableCredential {
  return RENEWS_ITSELF[credential.method]
}

export function isWorkload(candidate: Candidate): candidate is WorkloadCandidate {
  return (
    candidate.secret.method === 'workload_identity' && candidate.credential.method === 'workload_identity'
  )
}

export function accessTokenOf({ secret }: RenewableCandidate): string | null {
  return secret.accessToken?.reveal() ?? null
}

/**
 * What a grant was asked with. Tokens that it brings count only while that is still what is stored: somebody may have
 * signed in again, named another federation, or stored newer tokens meanwhile.
 */
export function basisOf(candidate: RenewableCandidate): string {
  if (!isWorkload(candidate)) return candidate.secret.refreshToken.reveal()
  const { federationRuleId, organizationId, serviceAccountId, workspaceId } = candidate.credential
  const current = candidate.secret.accessToken?.reveal() ?? null
  return JSON.stringify([federationRuleId, organizationId, serviceAccountId, workspaceId, current])
}
