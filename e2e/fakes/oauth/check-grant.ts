// The two grants of the token endpoint: each has its own encoding, and only the refresh grant needs the beta.
import { createHash } from 'node:crypto'
import type { RecordedRequest } from '../http-server.ts'
import { isObject } from '../json.ts'
import { OAuthRejection } from './oauth-rejection.ts'
import type { TokenStore } from './token-store.ts'

export type Grant =
  | { readonly kind: 'code'; readonly scope: string }
  | { readonly kind: 'refresh'; readonly refreshToken: string }
  | { readonly kind: 'federation' }

type Field = (name: string) => string

export function checkGrant(request: RecordedRequest, store: TokenStore, clientId?: string): Grant {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')
  const field = isForm ? formFields(request) : jsonFields(request)
  const grantType = field('grant_type')
  const client = field('client_id')
  if (clientId !== undefined && client !== clientId) {
    throw new OAuthRejection('invalid_client', 'Unknown client_id', 401)
  }
  if (grantType === 'authorization_code') {
    if (!isForm) throw new OAuthRejection('oauth_request_parse_error', 'The code grant is form-encoded')
    return codeGrant(field, client, store)
  }
  if (grantType === 'refresh_token') {
    if (isForm) throw new OAuthRejection('oauth_request_parse_error', 'The refresh grant is JSON')
    checkBetas(String(request.headers['anthropic-beta'] ?? ''))
    const refreshToken = field('refresh_token')
    if (!store.isGoodRefreshToken(refreshToken)) {
      throw new OAuthRejection('invalid_grant', 'Refresh token not found or invalid')
    }
    return { kind: 'refresh', refreshToken }
  }
  throw new OAuthRejection('unsupported_grant_type', `Unsupported grant_type: ${grantType}`)
}

function codeGrant(field: Field, client: string, store: TokenStore): Grant {
  const state = field('state')
  const verifier = field('code_verifier')
  const redirectUri = field('redirect_uri')
  const authorization = store.takeCode(field('code'))
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const matches =
    authorization?.clientId === client &&
    authorization.redirectUri === redirectUri &&
    authorization.state === state &&
    authorization.codeChallenge === challenge
  if (!matches)
    throw new OAuthRejection('invalid_grant', 'Invalid code, code_verifier, redirect_uri or state')
  return { kind: 'code', scope: authorization.scope }
}

function checkBetas(header: string): void {
  const betas = header.split(',').map((beta) => beta.trim())
  if (!betas.includes('oauth-2025-04-20')) {
    throw new OAuthRejection('invalid_request', 'The refresh grant needs anthropic-beta: oauth-2025-04-20')
  }
  if (betas.some((beta) => beta.startsWith('oidc-federation-'))) {
    throw new OAuthRejection('invalid_request', 'The refresh grant does not take the federation beta')
  }
}

function formFields({ body }: RecordedRequest): Field {
  const form = new URLSearchParams(body.toString())
  return (name) => present(name, form.get(name))
}

function jsonFields({ body }: RecordedRequest): Field {
  let value: unknown
  try {
    value = JSON.parse(body.toString())
  } catch {
    throw new OAuthRejection('oauth_request_parse_error', 'The body is neither a form nor JSON')
  }
  const fields = isObject(value) ? value : {}
  return (name) => present(name, fields[name])
}

function present(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new OAuthRejection('oauth_request_parse_error', `Missing ${name}`)
  }
  return value
}
