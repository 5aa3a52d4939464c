// Who may call: exactly one credential, an API key or an OAuth access token with its beta.
import type { IncomingHttpHeaders } from 'node:http'
import { Refusal } from './refusal.ts'

const oauthBeta = 'oauth-2025-04-20'

/** Read anew for each request, so that a list may grow. Without a list, any value of the right shape passes. */
export interface AcceptedSecrets {
  readonly apiKeys?: readonly string[]
  readonly accessTokens?: readonly string[]
}

export function checkCredential(headers: IncomingHttpHeaders, accepted: AcceptedSecrets): void {
  const apiKeyHeader = headers['x-api-key']
  const bearer = /^Bearer\s+(.+)$/i.exec(headers.authorization ?? '')?.[1]
  if (apiKeyHeader !== undefined && headers.authorization !== undefined) {
    throw new Refusal(401, 'Send either x-api-key or authorization, not both')
  }
  const secret = apiKeyHeader ?? bearer
  if (typeof secret !== 'string') throw new Refusal(401, 'x-api-key header is required')
  if (bearer !== undefined && isAccessToken(bearer, accepted)) {
    if (!(accepted.accessTokens?.includes(bearer) ?? true)) throw new Refusal(401, 'Invalid bearer token')
    if (!hasOauthBeta(headers)) throw new Refusal(401, 'OAuth authentication is currently not supported.')
    return
  }
  const known = accepted.apiKeys?.includes(secret) ?? secret.startsWith('sk-ant-api')
  if (!known) throw new Refusal(401, bearer === undefined ? 'invalid x-api-key' : 'Invalid bearer token')
  if (hasOauthBeta(headers)) throw new Refusal(401, `API keys cannot be used with the beta ${oauthBeta}`)
}

function isAccessToken(bearer: string, { accessTokens }: AcceptedSecrets): boolean {
  return bearer.startsWith('sk-ant-oat') || (accessTokens?.includes(bearer) ?? false)
}

function hasOauthBeta(headers: IncomingHttpHeaders): boolean {
  return String(headers['anthropic-beta'] ?? '')
    .split(',')
    .some((beta) => beta.trim() === oauthBeta)
}
