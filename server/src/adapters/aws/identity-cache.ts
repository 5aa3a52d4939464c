// Identities that expire, one per credential: renewed ahead of their end, one renewal in flight, never used beyond it.
import { createHash } from 'node:crypto'
import { AwsIdentityError, type IamCandidate } from '../../core/upstream/aws-signer.ts'
import type { FetchIdentity } from './fetch-identity.ts'
import type { Identity } from './identity.ts'

/** Before the end, or a third of a shorter life. */
const RENEW_AHEAD_MS = 5 * 60_000
/** A request must still arrive with what it was signed with. */
const MARGIN_MS = 1000
/** After a failure nobody asks AWS again for so long. */
const BACK_OFF_MS = 3000
/** Many requests hear of the same end at once; what one of them had renewed is not thrown away by the next. */
const DROP_ONCE_MS = 2000
/** What nobody has asked for belongs to a credential that is gone, or was a draft that was tried. */
const FORGET_UNUSED_MS = 60 * 60_000

interface Held {
  readonly identity: Identity
  readonly renewAt: number
}

interface Entry {
  readonly fingerprint: string
  held: Held | null
  renewal: Promise<Identity> | null
  failure: { readonly error: AwsIdentityError; readonly until: number } | null
  droppedAt: number
  usedAt: number
}

export interface IdentityCache {
  /** @throws AwsIdentityError, or the signal's reason when it aborts first */
  get(candidate: IamCandidate, signal: AbortSignal): Promise<Identity>
  /** The next `get` brings another. */
  drop(candidate: IamCandidate): void
}

export function makeIdentityCache(deps: {
  readonly now: () => Date
  readonly fetch: FetchIdentity
  /** A renewal that nobody waits for has failed. */
  readonly onFailure: (candidate: IamCandidate, error: AwsIdentityError) => void
}): IdentityCache {
  const entries = new Map<string, Entry>()
  const nowMs = () => deps.now().getTime()

  function entryOf(candidate: IamCandidate): Entry {
    const { id } = candidate.credential
    const fingerprint = fingerprintOf(candidate)
    const usedAt = nowMs()
    const known = entries.get(id)
    if (known?.fingerprint === fingerprint) return Object.assign(known, { usedAt })
    for (const [other, entry] of entries) {
      if (usedAt - entry.usedAt > FORGET_UNUSED_MS) entries.delete(other)
    }
    const entry = { fingerprint, held: null, renewal: null, failure: null, droppedAt: -Infinity, usedAt }
    entries.set(id, entry)
    return entry
  }

  async function fetchInto(entry: Entry, candidate: IamCandidate): Promise<Identity> {
    try {
      const identity = await deps.fetch(candidate)
      entry.held = hold(identity, nowMs())
      entry.failure = null
      return identity
    } catch (thrown) {
      const error = thrown instanceof AwsIdentityError ? thrown : unexpected(thrown)
      entry.failure = { error, until: nowMs() + BACK_OFF_MS }
      throw error
    } finally {
      entry.renewal = null
    }
  }

  function renewal(entry: Entry, candidate: IamCandidate): Promise<Identity> {
    if (entry.renewal) return entry.renewal
    if (entry.failure && nowMs() < entry.failure.until) return Promise.reject(entry.failure.error)
    entry.renewal = fetchInto(entry, candidate)
    return entry.renewal
  }

  function renewInBackground(entry: Entry, candidate: IamCandidate): void {
    if (entry.renewal || (entry.failure && nowMs() < entry.failure.until)) return
    renewal(entry, candidate).catch((error: AwsIdentityError) => deps.onFailure(candidate, error))
  }

  return {
    async get(candidate, signal) {
      signal.throwIfAborted()
      const entry = entryOf(candidate)
      const { held } = entry
      if (held && isUsable(held.identity, nowMs())) {
        if (nowMs() >= held.renewAt) renewInBackground(entry, candidate)
        return held.identity
      }
      return await orAborted(renewal(entry, candidate), signal)
    },
    drop(candidate) {
      const entry = entryOf(candidate)
      if (nowMs() - entry.droppedAt < DROP_ONCE_MS) return
      entry.droppedAt = nowMs()
      entry.held = null
    },
  }
}

/** Whatever changes it asks for another identity; the secret too, which may have been mistyped. */
function fingerprintOf({ credential, secret }: IamCandidate): string {
  const { accessKeyId, roleArn, externalId, region } = credential
  const { secretAccessKey, sessionToken } = secret
  const facts = [accessKeyId, roleArn, externalId, region, secretAccessKey?.reveal(), sessionToken?.reveal()]
  return createHash('sha256').update(JSON.stringify(facts)).digest('base64')
}

function hold(identity: Identity, at: number): Held {
  const expiresAt = identity.expiresAt?.getTime() ?? Infinity
  if (!isUsable(identity, at)) {
    throw new AwsIdentityError('AWS handed out an identity that has expired already.', { isRejected: false })
  }
  return { identity, renewAt: expiresAt - Math.min(RENEW_AHEAD_MS, (expiresAt - at) / 3) }
}

function isUsable({ expiresAt }: Identity, at: number): boolean {
  return expiresAt === null || at < expiresAt.getTime() - MARGIN_MS
}

function unexpected(cause: unknown): AwsIdentityError {
  return new AwsIdentityError('AWS gave no identity for this credential.', { isRejected: false, cause })
}

/** The renewal goes on for the others when one of those who wait for it leaves. */
function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
