import type { SavedCredential } from '@headgate/shared/credentials'
import type { CompleteOAuth } from '@headgate/shared/oauth'
import type { Actor } from '../../admin/actor.ts'
import { DomainError, required } from '../../admin/domain-error.ts'
import type { Stores, Transact } from '../../admin/unit-of-work.ts'
import { auditedCredential } from '../../credentials/credential-view.ts'
import type { NewCredential } from '../../credentials/kinds/credential-kind.ts'
import { kindModuleOf } from '../../credentials/kinds/kind-modules.ts'
import { newCredential, withSecret } from '../../credentials/new-credential.ts'
import { viewStored } from '../../credentials/view-stored.ts'
import type { HealthBook } from '../../routing/health-book.ts'
import type { OAuthFlow, OAuthFlowDetails } from './oauth-flow.ts'
import { readPasted } from './pasted-code.ts'
import type { TokenEndpoint, TokenSet } from '../tokens/token-endpoint.ts'

export interface CompleteOAuthPorts {
  readonly transact: Transact
  readonly endpoint: Pick<TokenEndpoint, 'exchange'>
  readonly health: Pick<HealthBook, 'forget'>
  readonly digest: (text: string) => Uint8Array
  readonly equalBytes: (a: Uint8Array, b: Uint8Array) => boolean
  readonly now: () => Date
}

/** Code and state from the authorize page. A browser brings no flow id: its state names the flow. */
export interface Returned {
  readonly flowId: string | null
  readonly code: string
  readonly state: string
}

/** @throws DomainError; nothing is stored then, and the sign-in has to be begun again unless it was somebody else's. */
export function completeOAuth(
  ports: CompleteOAuthPorts,
  actor: Actor,
  { flowId, code, state }: CompleteOAuth,
): Promise<SavedCredential> {
  return completeReturned(ports, actor, { flowId, ...readPasted(code, state) })
}

/** Completes a sign-in by the state alone, for the route that the browser comes back to. */
export async function completeReturned(
  ports: CompleteOAuthPorts,
  actor: Actor,
  returned: Returned,
): Promise<SavedCredential> {
  const { transact, endpoint, health, now } = ports
  const { code, state } = returned
  const { id: flowId, details } = await takeFlow(ports, actor, returned)
  const answer = await endpoint.exchange({
    code,
    state,
    verifier: details.verifier,
    redirectUri: details.redirectUri,
  })
  if (answer.kind === 'rejected') {
    const { status, reason } = answer.rejection
    await transact(({ audit }) =>
      audit.append({
        actor,
        action: 'credential.sign_in_rejected',
        target: { kind: 'credential', id: details.purpose.credentialId },
        before: null,
        after: { flowId, status, reason },
      }),
    )
    throw new DomainError(
      'upstream',
      `Anthropic did not accept the code, so nothing was stored: ${reason} Begin the sign-in again.`,
    )
  }
  const { tokens } = answer
  const refreshToken = tokens.refreshToken?.reveal()
  if (refreshToken === undefined)
    throw new DomainError(
      'upstream',
      'Anthropic sent no refresh token, so nothing was stored. Begin the sign-in again.',
    )
  const saved = await transact((stores) => store(stores, actor, details, { ...tokens, refreshToken }, now()))
  await health.forget(saved.id)
  return saved
}

/** Takes a flow out of the store once. A second caller, or another state, gets nothing. */
function takeFlow(ports: CompleteOAuthPorts, actor: Actor, { flowId, state }: Returned): Promise<OAuthFlow> {
  const stateDigest = ports.digest(state)
  return ports.transact(async ({ oauthFlows }) => {
    const flow = await oauthFlows.get(flowId === null ? { stateDigest } : { id: flowId })
    if (!flow || flow.expiresAt <= ports.now()) {
      throw new DomainError(
        'not_found',
        'This sign-in is not known, was completed already, or has expired. Begin it again.',
      )
    }
    if (!ports.equalBytes(flow.stateDigest, stateDigest))
      throw new DomainError('invalid', 'state: does not belong to this sign-in.')
    if (flow.actor.kind !== actor.kind || flow.actor.id !== actor.id)
      throw new DomainError('forbidden', 'This sign-in was begun by somebody else.')
    await oauthFlows.use(flow.id, ports.now())
    return flow
  })
}

type Tokens = Omit<TokenSet, 'refreshToken'> & { readonly refreshToken: string }

async function store(
  { credentials, audit }: Stores,
  actor: Actor,
  { purpose, scopes: askedScopes }: OAuthFlowDetails,
  tokens: Tokens,
  now: Date,
): Promise<SavedCredential> {
  const secretInput = {
    method: 'oauth' as const,
    accessToken: tokens.accessToken.reveal(),
    refreshToken: tokens.refreshToken,
    expiresAt: new Date(now.getTime() + tokens.expiresInMs).toISOString(),
    scopes: [...(tokens.scopes ?? askedScopes)],
  }
  const stored =
    purpose.kind === 'create' ? null : required(await credentials.get(purpose.credentialId), 'The credential')
  const signedIn = stored ? withSecret(stored, secretInput, now) : created(purpose, secretInput, now)
  if (!signedIn)
    throw new DomainError(
      'invalid',
      'The credential is not an OAuth credential any more. Nothing was stored.',
    )
  const { credential, secret } = signedIn
  if (stored) await credentials.update(credential, secret)
  else await credentials.insert(credential, secret)
  await audit.append({
    actor,
    action: 'credential.sign_in',
    target: { kind: 'credential', id: credential.id },
    before: stored && auditedCredential(stored),
    after: auditedCredential(credential),
  })
  return {
    ...(await viewStored(credentials, credential, () => null, now)),
    warnings: kindModuleOf(credential).warnings(credential, secret, now),
  }
}

function created(
  purpose: OAuthFlowDetails['purpose'],
  secret: { method: 'oauth'; accessToken: string; refreshToken: string; expiresAt: string; scopes: string[] },
  now: Date,
): NewCredential | null {
  if (purpose.kind !== 'create') return null
  const { credentialId, accountId, name, endpointUrl } = purpose
  const input = { provider: 'anthropic', accountId, name, ...secret } as const
  return newCredential(endpointUrl === null ? input : { ...input, endpointUrl }, credentialId, now)
}
