import type { BeginOAuth, BegunOAuth } from '@headgate/shared/oauth'
import type { Actor } from '../../admin/actor.ts'
import { DomainError, required } from '../../admin/domain-error.ts'
import type { Stores, Transact } from '../../admin/unit-of-work.ts'
import { checkEndpoint, type EndpointGuard } from '../../credentials/endpoint-guard.ts'
import {
  authorizeUrl,
  NO_CLIENT_ID,
  STATE_CHARS,
  VERIFIER_CHARS,
  type OAuthClient,
  type Pkce,
} from './oauth-client.ts'
import { FLOW_LIFE_MS, type OAuthPurpose } from './oauth-flow.ts'

export interface BeginOAuthPorts {
  readonly transact: Transact
  readonly endpointGuard: EndpointGuard
  readonly oauthClient: OAuthClient
  /** True for the address of this gateway's callback route. */
  readonly isOwnCallback: (redirectUri: string) => boolean
  readonly pkce: Pkce
  readonly digest: (text: string) => Uint8Array
  readonly newId: () => string
  readonly now: () => Date
}

/** Begins a sign-in for a new credential, or again for one that is there. @throws DomainError `invalid`, `not_found`, `conflict`. */
export async function beginOAuth(
  ports: BeginOAuthPorts,
  actor: Actor,
  input: BeginOAuth,
): Promise<BegunOAuth> {
  const { transact, oauthClient, pkce, digest, newId, now } = ports
  const { clientId, scopes } = oauthClient
  if (clientId === null) throw new DomainError('invalid', NO_CLIENT_ID)
  if (!('id' in input)) await checkEndpoint(ports.endpointGuard, input.endpointUrl ?? null)
  const redirectUri =
    input.loopbackPort === undefined
      ? oauthClient.redirectUri
      : `http://localhost:${input.loopbackPort}/callback`
  const state = pkce.random(STATE_CHARS)
  const verifier = pkce.random(VERIFIER_CHARS)
  const flowId = newId()
  const expiresAt = new Date(now().getTime() + FLOW_LIFE_MS)
  await transact(async (stores) => {
    const purpose = await purposeOf(stores, input, newId)
    const details = { verifier, redirectUri, scopes, purpose }
    const { kind, id } = actor
    const flow = { id: flowId, stateDigest: digest(state), actor: { kind, id }, expiresAt, details }
    await stores.oauthFlows.insert(flow, now())
    await stores.audit.append({
      actor,
      action: 'credential.begin_oauth',
      target: { kind: 'credential', id: purpose.credentialId },
      before: null,
      after: { flowId, redirectUri, scopes, purpose },
    })
  })
  const challenge = pkce.challenge(verifier)
  return {
    flowId,
    authorizeUrl: authorizeUrl(oauthClient.authorizeUrl, {
      clientId,
      redirectUri,
      scopes,
      state,
      challenge,
    }),
    redirectUri,
    completion: completionOf(ports, input, redirectUri),
    expiresAt: expiresAt.toISOString(),
  }
}

function completionOf(
  { isOwnCallback }: BeginOAuthPorts,
  { loopbackPort }: BeginOAuth,
  redirectUri: string,
): BegunOAuth['completion'] {
  if (loopbackPort !== undefined) return 'loopback'
  return isOwnCallback(redirectUri) ? 'callback' : 'paste'
}

async function purposeOf(
  { credentials }: Stores,
  input: BeginOAuth,
  newId: () => string,
): Promise<OAuthPurpose> {
  if ('id' in input) {
    const stored = required(await credentials.get(input.id), 'The credential')
    if (stored.method !== 'oauth')
      throw new DomainError('invalid', `id: the credential uses ${stored.method}, not oauth.`)
    return { kind: 'renew', credentialId: stored.id }
  }
  const { accountId, name, endpointUrl = null } = input
  // A conflict is reported before the operator goes to the authorize page.
  if (await credentials.isTaken(accountId))
    throw new DomainError('conflict', `accountId: '${accountId}' is taken.`)
  return { kind: 'create', credentialId: newId(), accountId, name, endpointUrl }
}
