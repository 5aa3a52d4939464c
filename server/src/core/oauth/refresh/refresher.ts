// Renews the access token of one credential: one refresh at a time in this process, and one across all replicas.
import type { Logger } from '../../log.ts'
import { grantOf, type Grants } from '../tokens/grants.ts'
import { refreshDecision, type RefreshCause } from './refresh-decision.ts'
import { nextProblem, type RefreshProblem } from './refresh-problem.ts'
import type { RefreshLock, RefreshStore, RenewedGrant, StoredGrant } from './refresh-store.ts'
import { accessTokenOf, basisOf, type RenewableCandidate } from './renewable.ts'
import type { TokenRejection, TokenSet } from '../tokens/token-endpoint.ts'

export interface RefresherDeps {
  readonly store: RefreshStore
  readonly lock: RefreshLock
  readonly grants: Grants
  /** Called once new tokens are committed, before anybody uses them. */
  readonly onRenewed: (candidate: RenewableCandidate, past: Past) => Promise<void>
  readonly pause: (ms: number) => Promise<void>
  readonly log: Logger
  readonly now: () => Date
}

/** The token that a noted failure of the credential was about. */
export type Past =
  /** That there was no token. */
  | 'without'
  /** Tokens that may well have been rejected for their age. */
  | 'old'
  /** New ones, too: the next one is no better until it has shown it. */
  | 'rejected_again'

export type RefreshOutcome =
  | { readonly kind: 'renewed'; readonly candidate: RenewableCandidate; readonly isFirst?: boolean }
  /** Somebody else has renewed it, or it is good enough. */
  | { readonly kind: 'current'; readonly candidate: RenewableCandidate }
  | { readonly kind: 'failed'; readonly candidate: RenewableCandidate; readonly problem: RefreshProblem }
  /** Nothing was asked for: it failed a short while ago. */
  | { readonly kind: 'waiting'; readonly candidate: StoredGrant }
  /** Another process is at it. */
  | { readonly kind: 'busy' }
  /** There is no such credential that renews itself. */
  | { readonly kind: 'gone' }
  /** The database is away, so a rotated refresh token could not be kept. */
  | { readonly kind: 'unavailable' }

export interface Refresher {
  /** Never rejects. */
  refresh(credentialId: string, cause: RefreshCause): Promise<RefreshOutcome>
  /** Ids of those whose new tokens could not be committed yet: the next refresh does so. */
  unsaved(): string[]
  /** Resolves when no refresh is under way any more, and what is left to commit has been tried once more. */
  settled(): Promise<void>
}

/** Between tries to commit what the endpoint has given: losing it would end the sign-in. */
const SAVE_PAUSES_MS = [100, 300, 1000, 2000, 4000, 8000]

interface Unsaved {
  readonly basis: string
  readonly renewed: RenewedGrant
}

export function makeRefresher(deps: RefresherDeps): Refresher {
  const { store, lock, grants, log, now } = deps
  const flights = new Map<string, Promise<RefreshOutcome>>()
  /** Given by the endpoint and not committed yet, because the database went away in between. */
  const unsaved = new Map<string, Unsaved>()

  async function refresh(credentialId: string, cause: RefreshCause): Promise<RefreshOutcome> {
    for (;;) {
      const running = flights.get(credentialId)
      if (!running) return start(credentialId, cause)
      const outcome = await running
      if (answers(outcome, cause)) return outcome
    }
  }

  function start(credentialId: string, cause: RefreshCause): Promise<RefreshOutcome> {
    const flight = run(credentialId, cause).finally(() => flights.delete(credentialId))
    flights.set(credentialId, flight)
    return flight
  }

  async function run(credentialId: string, cause: RefreshCause): Promise<RefreshOutcome> {
    try {
      const mode = cause.kind === 'ahead' ? 'try' : 'wait'
      const outcome = await lock.hold(credentialId, mode, () => underLock(credentialId, cause))
      if (outcome?.kind === 'renewed') await deps.onRenewed(outcome.candidate, pastOf(cause, outcome))
      return outcome ?? { kind: 'busy' }
    } catch (error) {
      log.warn({ credentialId, error }, 'an access token could not be renewed for want of the database')
      return { kind: 'unavailable' }
    }
  }

  async function underLock(credentialId: string, cause: RefreshCause): Promise<RefreshOutcome> {
    const left = unsaved.get(credentialId)
    if (left) {
      const saved = await save(credentialId, left)
      if (saved) return { kind: 'renewed', candidate: saved }
    }
    const stored = await store.read(credentialId)
    if (!stored) return { kind: 'gone' }
    switch (refreshDecision(cause, stored, now())) {
      case 'keep':
        return { kind: 'current', candidate: stored }
      case 'wait':
        return { kind: 'waiting', candidate: stored }
      case 'refresh': {
        const grant = grantOf(grants, stored)
        if (isForOthers(cause, stored, grant.unavailable())) return { kind: 'waiting', candidate: stored }
        const answer = await grant.ask(stored)
        return answer.kind === 'granted'
          ? keepTokens(stored, answer.tokens)
          : keepProblem(stored, answer.rejection)
      }
    }
  }

  async function keepTokens(stored: StoredGrant, tokens: TokenSet): Promise<RefreshOutcome> {
    const { id } = stored.credential
    const basis = basisOf(stored)
    const at = now()
    const renewed: RenewedGrant = {
      secret: grantOf(grants, stored).secretWith(stored, tokens),
      expiresAt: new Date(at.getTime() + tokens.expiresInMs),
      scopes: tokens.scopes,
      at,
    }
    unsaved.set(id, { basis, renewed })
    const saved = await saveStubbornly(id, { basis, renewed })
    if (saved) {
      log.info(
        { accountId: saved.credential.accountId, expiresAt: renewed.expiresAt },
        'an access token was renewed',
      )
      return { kind: 'renewed', candidate: saved, isFirst: accessTokenOf(stored) === null }
    }
    return asStored(id)
  }

  async function saveStubbornly(credentialId: string, tokens: Unsaved): Promise<RenewableCandidate | null> {
    for (const pauseMs of SAVE_PAUSES_MS) {
      try {
        return await save(credentialId, tokens)
      } catch (error) {
        log.warn({ credentialId, error }, 'renewed tokens could not be stored yet')
        await deps.pause(pauseMs)
      }
    }
    return save(credentialId, tokens)
  }

  async function save(credentialId: string, { basis, renewed }: Unsaved): Promise<RenewableCandidate | null> {
    const saved = await store.save(credentialId, basis, renewed)
    unsaved.delete(credentialId)
    return saved
  }

  async function keepProblem(stored: StoredGrant, rejection: TokenRejection): Promise<RefreshOutcome> {
    const { credential, secret } = stored
    const problem = nextProblem(stored.problem, rejection, secret.method, now())
    const isStill = await store.saveProblem(credential.id, basisOf(stored), problem)
    // Rejected because somebody else has used it, or has signed in again: what they stored counts.
    if (!isStill) return asStored(credential.id)
    const { state, reason, failures, retryAt } = problem
    const level = state === 'retrying' ? 'warn' : 'error'
    log[level](
      { accountId: credential.accountId, status: rejection.status, state, reason, failures, retryAt },
      'an access token could not be renewed',
    )
    return { kind: 'failed', candidate: stored, problem }
  }

  async function asStored(credentialId: string): Promise<RefreshOutcome> {
    const stored = await store.read(credentialId)
    return stored ? { kind: 'current', candidate: stored } : { kind: 'gone' }
  }

  return {
    refresh,
    unsaved: () => [...unsaved.keys()],
    async settled() {
      await Promise.all(flights.values())
      await Promise.allSettled([...unsaved].map(([id, tokens]) => save(id, tokens)))
    },
  }
}

/**
 * A replica that is not set up to ask says nothing for those that are. Where there never was a token, none of them may be:
 * that is told.
 */
function isForOthers(
  { kind }: RefreshCause,
  { credential }: RenewableCandidate,
  unavailable: string | null,
): boolean {
  return unavailable !== null && (kind === 'ahead' || kind === 'expiring') && credential.expiresAt !== null
}

function pastOf(cause: RefreshCause, { isFirst }: { readonly isFirst?: boolean }): Past {
  if (isFirst === true) return 'without'
  return cause.kind === 'rejected' && cause.inARow > 1 ? 'rejected_again' : 'old'
}

/** True when the outcome of another caller's refresh is good enough for this cause. */
function answers(outcome: RefreshOutcome, cause: RefreshCause): boolean {
  const candidate = outcome.kind === 'renewed' || outcome.kind === 'current' ? outcome.candidate : null
  switch (cause.kind) {
    case 'ahead':
      return true
    case 'expiring':
      return outcome.kind !== 'busy'
    case 'rejected':
      if (!candidate) return outcome.kind !== 'busy'
      return accessTokenOf(candidate) !== cause.accessToken.reveal()
    case 'asked':
      return outcome.kind === 'renewed' && (outcome.candidate.credential.lastRefreshAt ?? 0) >= cause.at
  }
}
