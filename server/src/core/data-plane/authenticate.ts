// Who is calling: the project key from one of its three headers, before any of the body is read.
import { KEY_PREFIX, shownPrefix } from '@headgate/shared/keys'
import {
  digestBucket,
  type ClientKey,
  type GatewayState,
  type RoutedProject,
} from '../routing/gateway-state.ts'
import { headerValue, type RawHeaders } from '../upstream/raw-headers.ts'
import { GatewayError } from '../wire/anthropic-error.ts'

export interface AuthenticatePorts {
  readonly state: () => GatewayState
  readonly now: () => Date
  /** SHA-256. */
  readonly digest: (text: string) => Uint8Array
  /** In time that does not depend on the contents. */
  readonly equalBytes: (a: Uint8Array, b: Uint8Array) => boolean
}

export interface Caller {
  readonly key: ClientKey
  readonly project: RoutedProject
}

/** A key that was presented and does not open anything. */
export interface DeniedKey {
  readonly reason: 'unknown' | 'revoked' | 'expired' | 'project_disabled'
  /** Null for one that was never issued, or not by this gateway. */
  readonly key: ClientKey | null
  /** What lists show of a key; null for what has not the form of one. */
  readonly prefix: string | null
}

const KEY = new RegExp(`^${KEY_PREFIX}[A-Za-z0-9_-]{43}$`)

/**
 * @param onDenied hears of keys that were presented in vain; the answer does not tell
 * @throws GatewayError 401, the same for unknown, revoked and expired keys and for disabled projects.
 */
export function authenticate(
  ports: AuthenticatePorts,
  headers: RawHeaders,
  onDenied: (denied: DeniedKey) => void,
): Caller {
  const plain = presentedKey(headers)
  if (plain === null) throw unauthorized()
  const known = KEY.test(plain) ? callerOf(ports, plain) : denied('unknown', null)
  if (!('reason' in known)) return known
  onDenied({ ...known, prefix: KEY.test(plain) ? shownPrefix(plain) : null })
  throw unauthorized()
}

type Denied = Omit<DeniedKey, 'prefix'>

function denied(reason: DeniedKey['reason'], key: ClientKey | null): Denied {
  return { reason, key }
}

function callerOf(ports: AuthenticatePorts, plain: string): Caller | Denied {
  const digest = ports.digest(plain)
  const state = ports.state()
  const key = state.keys.get(digestBucket(digest))?.find((known) => ports.equalBytes(known.digest, digest))
  if (!key) return denied('unknown', null)
  if (key.revokedAt !== null) return denied('revoked', key)
  if (key.expiresAt !== null && key.expiresAt <= ports.now()) return denied('expired', key)
  const project = state.projects.get(key.projectId)
  return project?.enabled ? { key, project } : denied('project_disabled', key)
}

function unauthorized(): GatewayError {
  return new GatewayError('authentication_error', 'The project key is missing or not valid.', {
    // Claude Code would repeat it ten times.
    headers: { 'x-should-retry': 'false' },
  })
}

/**
 * SDKs differ and change: `x-api-key` and `Authorization: Bearer` are both taken, and both together when they
 * agree. With `x-headgate-key` the other two are the caller's own and say nothing here. AWS signatures of
 * clients that think they talk to AWS are not looked at.
 */
function presentedKey(headers: RawHeaders): string | null {
  const own = headerValue(headers, 'x-headgate-key')?.trim()
  if (own !== undefined) return own
  const apiKey = headerValue(headers, 'x-api-key')?.trim()
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(headerValue(headers, 'authorization') ?? '')?.[1]
  if (apiKey !== undefined && bearer !== undefined && apiKey !== bearer) return null
  return apiKey ?? bearer ?? null
}
