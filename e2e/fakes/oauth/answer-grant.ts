// Carries out one behaviour for one valid token request.
import { withHeaders } from '../header-list.ts'
import type { Exchange } from '../http-server.ts'
import { pause, untilGone } from '../pacing.ts'
import type { GrantAnswer, OAuthBehaviour } from './behaviours.ts'
import { FederationRejection } from './check-federation.ts'
import type { Grant } from './check-grant.ts'
import { errorBody, OAuthRejection } from './oauth-rejection.ts'
import type { TokenStore } from './token-store.ts'

const defaultScope = 'user:profile user:inference user:developer'
const federationScope = 'workspace:developer workspace:inference'
const defaultLifetimeSeconds = 8 * 60 * 60

export const jsonHeaders = ['content-type', 'application/json', 'cache-control', 'no-store']

/** @param onGranted called once the grant is used up. */
export async function answerGrant(
  exchange: Exchange,
  grant: Grant,
  behaviour: OAuthBehaviour,
  store: TokenStore,
  onGranted: (kind: Grant['kind']) => void,
): Promise<void> {
  switch (behaviour.kind) {
    case 'hang':
      return untilGone(exchange)
    case 'reset':
      return exchange.resetConnection()
    case 'invalid_grant':
      throw new OAuthRejection('invalid_grant', 'Refresh token not found or invalid')
    case 'deny':
      throw new FederationRejection()
    case 'error': {
      await pause(exchange, behaviour.delayMs)
      const { status, error = 'server_error', description = 'Scripted failure', raw } = behaviour
      const usual = raw ? ['content-type', raw.contentType] : jsonHeaders
      exchange.response.writeHead(status, withHeaders(usual, behaviour.headers))
      exchange.response.end(raw?.body ?? errorBody(error, description))
      return
    }
    case 'answer': {
      const tokens = tokenResponse(grant, behaviour, store)
      onGranted(grant.kind)
      await pause(exchange, behaviour.delayMs)
      exchange.response.writeHead(200, jsonHeaders)
      exchange.response.end(JSON.stringify(tokens))
      return
    }
  }
}

function tokenResponse(grant: Grant, behaviour: GrantAnswer, store: TokenStore) {
  if (grant.kind === 'federation') {
    return {
      token_type: 'Bearer',
      access_token: store.issueAccessToken(),
      expires_in: behaviour.expiresInSeconds ?? 3600,
      scope: behaviour.scope ?? federationScope,
    }
  }
  const keepsRefreshToken = grant.kind === 'refresh' && behaviour.omitRefreshToken === true
  if (grant.kind === 'refresh' && !keepsRefreshToken) store.useUpRefreshToken(grant.refreshToken)
  return {
    token_type: 'Bearer',
    access_token: store.issueAccessToken(),
    expires_in: behaviour.expiresInSeconds ?? defaultLifetimeSeconds,
    ...(!keepsRefreshToken && { refresh_token: store.issueRefreshToken() }),
    scope: behaviour.scope ?? (grant.kind === 'code' ? grant.scope : defaultScope),
    organization: { uuid: '0f4c2a7e-6d1b-4b3e-9a55-7c8d9e0f1a2b', name: 'Example Organization' },
    account: { uuid: '5b2d8c1e-3f4a-4c6b-8d7e-9f0a1b2c3d4e', email_address: 'admin@example.com' },
    workspace: { id: 'wrkspc_01StandIn', name: 'Default' },
  }
}
