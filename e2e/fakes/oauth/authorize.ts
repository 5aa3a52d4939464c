// The authorize page: consents at once and sends the browser back with a code.
import type { Exchange } from '../http-server.ts'
import { OAuthRejection } from './oauth-rejection.ts'
import type { TokenStore } from './token-store.ts'

export interface ClientRules {
  /** The one known client; without it any client id passes. */
  readonly clientId?: string
  /** The registered addresses, queries included; without it any http(s) address passes. */
  readonly redirectUris?: readonly string[]
}

export function authorize(exchange: Exchange, store: TokenStore, rules: ClientRules): void {
  const query = new URL(exchange.request.url, 'http://stand-in').searchParams
  const clientId = required(query, 'client_id')
  if (rules.clientId !== undefined && clientId !== rules.clientId) {
    throw new OAuthRejection('invalid_client', 'Unknown client_id')
  }
  const redirectUri = required(query, 'redirect_uri')
  checkRedirectUri(redirectUri, rules)
  expected(query, 'response_type', 'code')
  expected(query, 'code_challenge_method', 'S256')
  const codeChallenge = required(query, 'code_challenge')
  // The SHA-256 of a verifier in base64url always has 43 characters.
  if (!/^[\w-]{43}$/.test(codeChallenge))
    throw new OAuthRejection('invalid_request', 'Malformed code_challenge')
  const state = required(query, 'state')
  const scope = required(query, 'scope')
  const target = new URL(redirectUri)
  target.searchParams.set('code', store.issueCode({ clientId, redirectUri, codeChallenge, state, scope }))
  target.searchParams.set('state', state)
  exchange.response.writeHead(302, { location: target.href, 'cache-control': 'no-store' })
  exchange.response.end()
}

/** The page for a client without a callback of its own: it shows the code for copying, joined with the state. */
export function showCode({ request, response }: Exchange): void {
  const query = new URL(request.url, 'http://stand-in').searchParams
  const shown = `${query.get('code') ?? ''}#${query.get('state') ?? ''}`.replace(/[^\w.~#-]/g, '')
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.end(
    `<!doctype html><title>Sign-in code</title><p>Paste this code:</p><code id="code">${shown}</code>`,
  )
}

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name)
  if (value === null || value === '') throw new OAuthRejection('invalid_request', `Missing ${name}`)
  return value
}

function expected(query: URLSearchParams, name: string, value: string): void {
  if (required(query, name) !== value) throw new OAuthRejection('invalid_request', `${name} must be ${value}`)
}

function checkRedirectUri(redirectUri: string, { redirectUris }: ClientRules): void {
  const registered = redirectUris?.includes(redirectUri) ?? /^https?:\/\//.test(redirectUri)
  if (!registered || !URL.canParse(redirectUri)) {
    throw new OAuthRejection('invalid_request', 'redirect_uri is not registered for this client')
  }
}
