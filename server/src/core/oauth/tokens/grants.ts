// Grants, which ask for the next access token: one for each method that renews itself.
import type { Credential } from '../../credentials/credential.ts'
import { identityTokenProblem, NO_IDENTITY_TOKEN, type IdentityToken } from '../federation/identity-token.ts'
import {
  renewsItself,
  type OAuthCandidate,
  type RenewableCandidate,
  type RenewableSecret,
  type WorkloadCandidate,
} from '../refresh/renewable.ts'
import type { TokenResponse, TokenEndpoint, TokenSet } from './token-endpoint.ts'

export interface Grant<Candidate extends RenewableCandidate> {
  /** Says to the operator why nothing can be asked for; null when it can. */
  unavailable(): string | null
  /** Never rejects for what the network or the endpoint does. */
  ask(candidate: Candidate): Promise<TokenResponse>
  /** The secret to store once tokens have come. */
  secretWith(candidate: Candidate, tokens: TokenSet): RenewableSecret
}

export interface Grants {
  readonly oauth: Grant<OAuthCandidate>
  readonly workload_identity: Grant<WorkloadCandidate>
}

export interface GrantsDeps {
  readonly endpoint: Pick<TokenEndpoint, 'unavailable' | 'refresh' | 'federate'>
  readonly identityToken: IdentityToken
  readonly now: () => Date
}

export function makeGrants({ endpoint, identityToken, now }: GrantsDeps): Grants {
  const withoutIdentityToken = () => (identityToken.isConfigured ? null : NO_IDENTITY_TOKEN)
  return {
    oauth: {
      unavailable: () => endpoint.unavailable(),
      async ask({ secret: { refreshToken } }) {
        const unavailable = endpoint.unavailable()
        if (unavailable !== null) return notAsked('invalid_client', unavailable)
        // Rows of an older database may have none.
        if (refreshToken.reveal() === '') return notAsked('invalid_grant', 'There is no refresh token.')
        return endpoint.refresh(refreshToken)
      },
      secretWith: ({ secret }, { accessToken, refreshToken }) => ({
        method: 'oauth',
        accessToken,
        refreshToken: refreshToken ?? secret.refreshToken,
      }),
    },
    workload_identity: {
      unavailable: withoutIdentityToken,
      async ask({ credential }) {
        const unavailable = withoutIdentityToken()
        if (unavailable !== null) return notAsked(null, unavailable)
        const read = await identityToken.read()
        if (read.kind === 'unreadable') return notAsked(null, read.reason)
        const problem = identityTokenProblem(read.token.reveal(), now())
        if (problem !== null) return notAsked(null, `The file of HEADGATE_IDENTITY_TOKEN_FILE ${problem}.`)
        return endpoint.federate(credential, read.token)
      },
      secretWith: (_candidate, { accessToken }) => ({ method: 'workload_identity', accessToken }),
    },
  }
}

export function grantOf(grants: Grants, candidate: RenewableCandidate): Grant<RenewableCandidate> {
  // Each candidate shares its method with its grant.
  return grants[candidate.secret.method]
}

/** Says why this replica cannot renew it; null when it can, or when there is nothing to renew. */
export function unrenewable(grants: Grants, credential: Credential): string | null {
  return renewsItself(credential) ? grants[credential.method].unavailable() : null
}

/** @param code null where the same may work in a moment */
function notAsked(code: string | null, reason: string): TokenResponse {
  const status = code === null ? null : 400
  return { kind: 'rejected', rejection: { status, code, reason, retryAfterMs: null } }
}
