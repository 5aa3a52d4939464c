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
  const presented = presentedKey(headers)
  if (presented.kind === 'none') throw unauthorized(isSigned(headers) ? SIGNED : MISSING)
  if (presented.kind === 'two') throw unauthorized(TWO_KEYS)
  const { plain } = presented
  const known = KEY.test(plain) ? callerOf(ports, plain) : denied('unknown', null)
  if (!('reason' in known)) return known
  onDenied({ ...known, prefix: KEY.test(plain) ? shownPrefix(plain) : null })
  throw unauthorized(`${MISSING}${presented.besideOther ? ` It was read from ${presented.header}.` : ''}`)
}

const MISSING = 'The project key is missing or not valid.'
/** AWS's SDKs sign with whatever keys they find. */
const SIGNED = `${MISSING} The call is signed for AWS instead: set AWS_BEARER_TOKEN_BEDROCK to the project key.`

function isSigned(headers: RawHeaders): boolean {
  return /^AWS4-/i.test(headerValue(headers, 'authorization') ?? '')
}

const TWO_KEYS =
  'x-api-key and authorization hold two different project keys. Send one of them, or the same in both.'

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

function unauthorized(message: string): GatewayError {
  return new GatewayError('authentication_error', message, {
    // Claude Code would repeat it ten times.
    headers: { 'x-should-retry': 'false' },
  })
}

type PresentedKey =
  | { readonly kind: 'none' }
  /** Two different project keys. */
  | { readonly kind: 'two' }
  | {
      readonly kind: 'one'
      readonly plain: string
      readonly header: string
      /** Another credential stood in the other header. */
      readonly besideOther: boolean
    }

/**
 * SDKs differ and change: `x-api-key` and `Authorization: Bearer` are both taken. Clients send them together, one of them
 * with a credential for somebody else: the one that has a project key's form counts. With `x-headgate-key` the other two
 * are the caller's credential and say nothing here. AWS signatures of clients that think they talk to AWS are not looked at.
 */
function presentedKey(headers: RawHeaders): PresentedKey {
  const named = headerValue(headers, 'x-headgate-key')?.trim()
  if (named !== undefined) return { kind: 'one', plain: named, header: 'x-headgate-key', besideOther: false }
  const apiKey = headerValue(headers, 'x-api-key')?.trim() ?? ''
  const bearer = /^Bearer\s+(\S+)\s*$/i.exec(headerValue(headers, 'authorization') ?? '')?.[1] ?? ''
  const presented = [
    { header: 'x-api-key', plain: apiKey },
    { header: 'authorization', plain: bearer },
  ].filter(({ plain }) => plain !== '')
  const ours = presented.filter(({ plain }) => plain.startsWith(KEY_PREFIX))
  if (ours.length === 2 && ours[0]!.plain !== ours[1]!.plain) return { kind: 'two' }
  const [chosen] = ours.length > 0 ? ours : presented
  if (chosen === undefined) return { kind: 'none' }
  return { kind: 'one', ...chosen, besideOther: presented.length === 2 && apiKey !== bearer }
}
