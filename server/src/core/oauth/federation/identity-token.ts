// The port to the machine's own identity token, which Anthropic exchanges for access tokens, and what is wrong with one.
import type { Secret } from '../../vault/secret.ts'
import { parseJsonObject } from '../../wire/json-object.ts'

export type IdentityTokenRead =
  | { readonly kind: 'read'; readonly token: Secret }
  /** In words for the operator that hold nothing of what was read. */
  | { readonly kind: 'unreadable'; readonly reason: string }

export interface IdentityToken {
  /** True when HEADGATE_IDENTITY_TOKEN_FILE is set. */
  readonly isConfigured: boolean
  /** Anew each time, because it rotates. Never rejects. */
  read(): Promise<IdentityTokenRead>
}

export const NO_IDENTITY_TOKEN =
  'HEADGATE_IDENTITY_TOKEN_FILE is not set: the gateway has no identity token to exchange for access tokens. ' +
  'Set it to the file of an OIDC token that your platform issues to this machine.'

/** Anthropic's limit. */
export const MAX_IDENTITY_TOKEN_BYTES = 16 * 1024

/** Only what is certain without the issuer's keys. @returns null when Anthropic may judge. */
export function identityTokenProblem(text: string, now: Date): string | null {
  if (text === '') return 'is empty'
  if (text.length > MAX_IDENTITY_TOKEN_BYTES) return 'holds more than 16 KiB'
  const [header = '', payload = '', signature = '', ...more] = text.split('.')
  const isJwt = [header, payload, signature].every((part) => /^[\w-]+$/.test(part)) && more.length === 0
  const claims = isJwt && decodeObject(header) ? decodeObject(payload) : null
  if (!claims) return 'holds no JWT'
  const { exp } = claims
  if (typeof exp !== 'number' || exp * 1000 > now.getTime()) return null
  const at = new Date(exp * 1000)
  return Number.isNaN(at.getTime())
    ? 'holds a token that has expired'
    : `holds a token that expired at ${at.toISOString()}`
}

function decodeObject(part: string): Record<string, unknown> | null {
  try {
    return parseJsonObject(atob(part.replaceAll('-', '+').replaceAll('_', '/')))
  } catch {
    return null
  }
}
