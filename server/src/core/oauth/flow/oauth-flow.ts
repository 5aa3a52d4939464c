// A sign-in that has begun: what any replica needs to complete it, and the port that keeps it.
import type { Actor } from '../../admin/actor.ts'

export interface OAuthFlow {
  readonly id: string
  /** SHA-256 of the state that went out. */
  readonly stateDigest: Uint8Array
  /** The actor that began it. Nobody else may complete it. */
  readonly actor: Pick<Actor, 'kind' | 'id'>
  readonly expiresAt: Date
  /** Stored sealed. */
  readonly details: OAuthFlowDetails
}

export interface OAuthFlowDetails {
  readonly verifier: string
  readonly redirectUri: string
  readonly scopes: readonly string[]
  readonly purpose: OAuthPurpose
}

export type OAuthPurpose =
  | {
      readonly kind: 'create'
      readonly credentialId: string
      readonly accountId: string
      readonly name: string
      readonly endpointUrl: string | null
    }
  | { readonly kind: 'renew'; readonly credentialId: string }

export interface OAuthFlowStore {
  insert(flow: OAuthFlow, now: Date): Promise<void>
  /** Locked until the end of the transaction; null when unknown or used. */
  get(by: { readonly id: string } | { readonly stateDigest: Uint8Array }): Promise<OAuthFlow | null>
  /** Marks it used: it cannot be read again, and its verifier is deleted. */
  use(id: string, now: Date): Promise<void>
}

/** Long enough for a consent page and a second factor. */
export const FLOW_LIFE_MS = 10 * 60_000
