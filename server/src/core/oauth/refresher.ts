// Renews the access token of one credential: one refresh at a time in this process, and one across all replicas.
import type { Secret } from '../credentials/credential.ts'
import type { Logger } from '../log.ts'
import { refreshDecision, type RefreshCause } from './refresh-decision.ts'
import { nextProblem, type RefreshProblem } from './refresh-problem.ts'
import type { OAuthCandidate, RefreshLock, RefreshStore, RenewedGrant, StoredGrant } from './refresh-store.ts'
import type { TokenAnswer, TokenEndpoint, TokenRefusal, TokenSet } from './token-endpoint.ts'

export interface RefresherDeps {
  readonly store: RefreshStore
  readonly lock: RefreshLock
  readonly endpoint: TokenEndpoint
  /** Called once new tokens are committed, before anybody uses them. */
  readonly onRenewed: (candidate: OAuthCandidate) => Promise<void>
  readonly pause: (ms: number) => Promise<void>
  readonly log: Logger
  readonly now: () => Date
}

export type RefreshOutcome =
  | { readonly kind: 'renewed'; readonly candidate: OAuthCandidate }
  /** Somebody else has renewed it, or it is good enough. */
  | { readonly kind: 'current'; readonly candidate: OAuthCandidate }
  | { readonly kind: 'failed'; readonly candidate: OAuthCandidate; readonly problem: RefreshProblem }
  /** Nothing was asked for: it failed a short while ago. */
  | { readonly kind: 'waiting'; readonly candidate: OAuthCandidate }
  /** Another process is at it. */
  | { readonly kind: 'busy' }
  /** There is no such OAuth credential. */
  | { readonly kind: 'gone' }
  /** Without the database there is nowhere to keep a rotated refresh token. */
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
  readonly used: Secret
  readonly renewed: RenewedGrant
}

export function makeRefresher(deps: RefresherDeps): Refresher {
  const { store, lock, endpoint, log, now } = deps
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
      if (outcome?.kind === 'renewed') await deps.onRenewed(outcome.candidate)
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
        const answer = await ask(stored)
        return answer.kind === 'granted'
          ? keepTokens(stored, answer.tokens)
          : keepProblem(stored, answer.refusal)
      }
    }
  }

  async function ask({ secret }: StoredGrant): Promise<TokenAnswer> {
    const unavailable = endpoint.unavailable()
    if (unavailable !== null) return refusedBefore('invalid_client', unavailable)
    // Rows of an older database may have none.
    if (secret.refreshToken.reveal() === '')
      return refusedBefore('invalid_grant', 'There is no refresh token.')
    return endpoint.refresh(secret.refreshToken)
  }

  async function keepTokens(stored: StoredGrant, tokens: TokenSet): Promise<RefreshOutcome> {
    const { id } = stored.credential
    const used = stored.secret.refreshToken
    const at = now()
    const renewed: RenewedGrant = {
      secret: {
        method: 'oauth',
        accessToken: tokens.accessToken,
        refreshToken: tokens.refreshToken ?? used,
      },
      expiresAt: new Date(at.getTime() + tokens.expiresInMs),
      scopes: tokens.scopes,
      at,
    }
    unsaved.set(id, { used, renewed })
    const saved = await saveStubbornly(id, { used, renewed })
    if (saved) {
      log.info(
        { accountId: saved.credential.accountId, expiresAt: renewed.expiresAt },
        'an access token was renewed',
      )
      return { kind: 'renewed', candidate: saved }
    }
    return asStored(id)
  }

  async function saveStubbornly(credentialId: string, tokens: Unsaved): Promise<OAuthCandidate | null> {
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

  async function save(credentialId: string, { used, renewed }: Unsaved): Promise<OAuthCandidate | null> {
    const saved = await store.save(credentialId, used, renewed)
    unsaved.delete(credentialId)
    return saved
  }

  async function keepProblem(stored: StoredGrant, refusal: TokenRefusal): Promise<RefreshOutcome> {
    const { credential, secret } = stored
    const problem = nextProblem(stored.problem, refusal, now())
    const isStill = await store.saveProblem(credential.id, secret.refreshToken, problem)
    // Refused because somebody else has used it, or has signed in again: what they stored counts.
    if (!isStill) return asStored(credential.id)
    const { state, reason, failures, retryAt } = problem
    const level = state === 'sign_in_again' ? 'error' : 'warn'
    log[level](
      { accountId: credential.accountId, status: refusal.status, state, reason, failures, retryAt },
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

/** Whether what came of somebody else's cause will do for this one. */
function answers(outcome: RefreshOutcome, cause: RefreshCause): boolean {
  const candidate = outcome.kind === 'renewed' || outcome.kind === 'current' ? outcome.candidate : null
  switch (cause.kind) {
    case 'ahead':
      return true
    case 'expiring':
      return outcome.kind !== 'busy'
    case 'refused':
      if (!candidate) return outcome.kind !== 'busy'
      return candidate.secret.accessToken.reveal() !== cause.accessToken.reveal()
    case 'asked':
      return outcome.kind === 'renewed' && (outcome.candidate.credential.lastRefreshAt ?? 0) >= cause.at
  }
}

function refusedBefore(code: string, reason: string): TokenAnswer {
  return { kind: 'refused', refusal: { status: 400, code, reason, retryAfterMs: null } }
}
