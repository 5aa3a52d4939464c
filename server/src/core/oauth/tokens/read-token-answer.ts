// Reads an answer of the token endpoint. Only `error`, `error_description` and `error_uri` are taken out of a rejection.
import { Secret } from '../../vault/secret.ts'
import { redactText } from '../../redaction/redact.ts'
import type { RawHeaders } from '../../upstream/raw-headers.ts'
import { retryAfterMs } from '../../upstream/retry-after.ts'
import { jsonObject, parseJsonObject, type JsonObject } from '../../wire/json-object.ts'
import type { TokenResponse, TokenSet } from './token-endpoint.ts'

const MAX_REASON_CHARS = 300
const MAX_TOKEN_CHARS = 16_384
/** Characters allowed in a header's value and in a scope's name (RFC 6749, 3.3). */
const VISIBLE = /^[\x21-\x7e]+$/
/** Shorter than what any endpoint gives: an answer without a lifetime is renewed soon rather than thrown away. */
const UNSTATED_LIFE_MS = 60 * 60_000
const MAX_LIFE_MS = 10 * 365 * 24 * 60 * 60_000

export function readTokenResponse(
  status: number,
  headers: RawHeaders,
  text: string,
  now: Date,
): TokenResponse {
  const body = parseJsonObject(text)
  const tokens = status >= 200 && status < 300 ? readTokens(body) : null
  if (tokens) return { kind: 'granted', tokens }
  const { code, words } = readError(body)
  return {
    kind: 'rejected',
    rejection: {
      status,
      code,
      reason: redactText(words ?? unreadable(status)).slice(0, MAX_REASON_CHARS),
      retryAfterMs: retryAfterMs(headers, now),
    },
  }
}

function unreadable(status: number): string {
  return status >= 200 && status < 300
    ? 'The token endpoint answered without tokens.'
    : `The token endpoint answered with HTTP ${status}.`
}

function readTokens(body: JsonObject | null): TokenSet | null {
  const accessToken = secret(body?.access_token)
  if (!body || !accessToken) return null
  const { token_type: type, scope } = body
  if (type !== undefined && (typeof type !== 'string' || type.toLowerCase() !== 'bearer')) return null
  return {
    accessToken,
    refreshToken: secret(body.refresh_token),
    expiresInMs: lifeMs(body.expires_in),
    scopes: typeof scope === 'string' ? scope.split(' ').filter((name) => VISIBLE.test(name)) : null,
  }
}

function secret(value: unknown): Secret | null {
  const isSecret = typeof value === 'string' && value.length <= MAX_TOKEN_CHARS && VISIBLE.test(value)
  return isSecret ? new Secret(value) : null
}

/** A set with a rotated refresh token is never thrown away for want of a lifetime. */
function lifeMs(value: unknown): number {
  const seconds = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof seconds !== 'number' || !(seconds > 0)) return UNSTATED_LIFE_MS
  return Math.min(Math.max(seconds * 1000, 1000), MAX_LIFE_MS)
}

function readError(body: JsonObject | null): { code: string | null; words: string | null } {
  const envelope = jsonObject(body?.error)
  const code = string(envelope ? envelope.type : body?.error)
  const words = [code, string(envelope ? envelope.message : body?.error_description), string(body?.error_uri)]
  const said = words.filter((part) => part !== null)
  return { code, words: said.length > 0 ? said.join(': ') : null }
}

function string(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
