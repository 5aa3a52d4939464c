// Headers of a call to an Anthropic upstream: the client's own, less what is the gateway's business.
import type { Secret } from '../../../core/vault/secret.ts'
import { ownCredentialHeaders } from '../../../core/upstream/callers-credential.ts'
import type { CandidateSecret } from '../../../core/upstream/provider.ts'
import { filterHeaders, hopByHopNames, type RawHeaders } from '../../../core/upstream/raw-headers.ts'

/** Required with an OAuth bearer; an API key is rejected when it is present. */
export const OAUTH_BETA = 'oauth-2025-04-20'

/** Credentials, cookies and connection facts of the client. Everything else passes. */
const NEVER_FORWARDED = new Set([
  'authorization',
  'x-api-key',
  'cookie',
  'cookie2',
  'host',
  'content-length',
  'expect',
  'forwarded',
  // Signed for AWS by clients that think they talk to it.
  'x-amz-security-token',
  'x-amz-date',
  'x-amz-content-sha256',
])

/** @param encoding answers that are read in passing must not be compressed; all others come as the client asked */
export function anthropicRequestHeaders(
  client: RawHeaders,
  secret: CandidateSecret,
  encoding: 'identity' | 'as_asked' = 'identity',
): string[] {
  const isHopByHop = hopByHopNames(client)
  const kept = filterHeaders(
    client,
    (name) =>
      !NEVER_FORWARDED.has(name) &&
      !(name === 'accept-encoding' && encoding === 'identity') &&
      !name.startsWith('x-forwarded-') &&
      !name.startsWith('x-headgate-') &&
      !isHopByHop(name),
  )
  if (encoding === 'identity') kept.push('accept-encoding', 'identity')
  switch (secret.method) {
    case 'api_key':
      return [...withoutBeta(kept, OAUTH_BETA), 'x-api-key', secret.apiKey.reveal()]
    case 'oauth':
      return withBearer(kept, secret.accessToken)
    case 'workload_identity':
      if (secret.accessToken === null) throw new TypeError('cannot call Anthropic without an access token')
      return withBearer(kept, secret.accessToken)
    case 'callers_credential':
      return [...kept, ...ownCredentialHeaders(client)]
    case 'iam':
      throw new TypeError('cannot call Anthropic with an AWS identity')
  }
}

function withBearer(headers: RawHeaders, accessToken: Secret): string[] {
  return [...withBeta(headers, OAUTH_BETA), 'authorization', `Bearer ${accessToken.reveal()}`]
}

function isBetaHeader(name: string): boolean {
  return name.length === 14 && name.toLowerCase() === 'anthropic-beta'
}

function betasIn(value: string): string[] {
  return value.split(',').map((beta) => beta.trim())
}

/** Other betas keep their header's bytes; only a header that names this one is rewritten. */
export function withoutBeta(headers: RawHeaders, beta: string): string[] {
  const kept: string[] = []
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!
    const value = headers[i + 1]!
    if (!isBetaHeader(name) || !betasIn(value).includes(beta)) kept.push(name, value)
    else {
      const others = betasIn(value).filter((other) => other !== beta && other !== '')
      if (others.length > 0) kept.push(name, others.join(','))
    }
  }
  return kept
}

export function withBeta(headers: RawHeaders, beta: string): string[] {
  let first = -1
  for (let i = 0; i < headers.length; i += 2) {
    if (!isBetaHeader(headers[i]!)) continue
    if (betasIn(headers[i + 1]!).includes(beta)) return [...headers]
    if (first === -1) first = i
  }
  if (first === -1) return [...headers, 'anthropic-beta', beta]
  const merged = [...headers]
  merged[first + 1] = `${merged[first + 1]!},${beta}`
  return merged
}
