// Who may call: exactly one credential, an API key or an OAuth access token with its beta.
import type { IncomingHttpHeaders } from 'node:http'
import { Rejection } from './rejection.ts'

const oauthBeta = 'oauth-2025-04-20'

/** Read anew for each request, so that a list may grow. Without a list, any value of the right shape passes. */
export interface AcceptedSecrets {
  readonly apiKeys?: readonly string[]
  readonly accessTokens?: readonly string[]
  /** Keys and bearers of callers themselves, accepted besides, so that a test can tell whose secret arrived. */
  readonly callerSecrets?: readonly string[]
}

/** What proved the caller, and whether it belongs to one of the callers listed in `callerSecrets`. */
export interface Proof {
  readonly header: 'x-api-key' | 'authorization'
  readonly secret: string
  readonly owner: 'vault' | 'caller'
}

export function checkCredential(headers: IncomingHttpHeaders, accepted: AcceptedSecrets): Proof {
  const apiKeyHeader = headers['x-api-key']
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1]
  if (apiKeyHeader !== undefined && headers.authorization !== undefined) {
    throw new Rejection(401, 'Send either x-api-key or authorization, not both')
  }
  const secret = apiKeyHeader ?? bearer
  if (typeof secret !== 'string') throw new Rejection(401, 'x-api-key header is required')
  const ofCaller = accepted.callerSecrets?.includes(secret) ?? false
  const header = bearer === undefined ? 'x-api-key' : 'authorization'
  const proof: Proof = { header, secret, owner: ofCaller ? 'caller' : 'vault' }
  if (bearer !== undefined && isAccessToken(bearer, accepted)) {
    const known = ofCaller || (accepted.accessTokens?.includes(bearer) ?? true)
    if (!known) throw new Rejection(401, 'Invalid bearer token')
    if (!hasOauthBeta(headers)) throw new Rejection(401, 'OAuth authentication is currently not supported.')
    return proof
  }
  const known = ofCaller || (accepted.apiKeys?.includes(secret) ?? secret.startsWith('sk-ant-api'))
  if (!known) throw new Rejection(401, bearer === undefined ? 'invalid x-api-key' : 'Invalid bearer token')
  if (hasOauthBeta(headers)) throw new Rejection(401, `API keys cannot be used with the beta ${oauthBeta}`)
  return proof
}

function isAccessToken(bearer: string, { accessTokens }: AcceptedSecrets): boolean {
  return bearer.startsWith('sk-ant-oat') || (accessTokens?.includes(bearer) ?? false)
}

function hasOauthBeta(headers: IncomingHttpHeaders): boolean {
  return String(headers['anthropic-beta'] ?? '')
    .split(',')
    .some((beta) => beta.trim() === oauthBeta)
}
