// The port through which the data plane gets a token that is good for now. When it is, nothing is asked of anybody.
import type { Candidate } from '../../upstream/provider.ts'
import type { RefreshCause } from './refresh-decision.ts'
import type { RefreshProblem } from './refresh-problem.ts'
import type { Refresher, RefreshOutcome } from './refresher.ts'
import { accessTokenOf, isRenewable, type RenewableCandidate } from './renewable.ts'
import { mustRenew } from './renewal-times.ts'

export interface FreshSecret {
  /**
   * The same candidate, or one with a renewed token when its own is about to end. When that cannot be had, the
   * candidate as it is: the upstream decides. Rejects only with the signal's reason.
   */
  ready(candidate: Candidate, signal: AbortSignal): Promise<Candidate>
  /** After the upstream has rejected this candidate's token: one with another token, or null. */
  renewed(rejected: Candidate, signal: AbortSignal): Promise<Candidate | null>
  /** The upstream has answered a call with this candidate's token. */
  accepted(candidate: Candidate): void
  /** The problem that keeps a candidate from having a token, as known a moment ago. */
  problemOf(candidate: Candidate): RefreshProblem | null
}

export interface FreshSecretDeps {
  readonly refresher: Pick<Refresher, 'refresh'>
  readonly now: () => Date
}

/** Many calls ask for the same at once; one look at the database does for all of them for so long. */
const REMEMBERED_MS = 5000
/** A call does not wait longer than this; it then goes out with what there is. */
const PATIENCE_MS = 30_000

interface Remembered {
  readonly at: number
  readonly outcome: RefreshOutcome
}

export function makeFreshSecret({ refresher, now }: FreshSecretDeps): FreshSecret {
  const remembered = new Map<string, Remembered>()
  const rejections = makeRejectionsInARow()

  function recall(credentialId: string): RefreshOutcome | null {
    const known = remembered.get(credentialId)
    return known && now().getTime() - known.at < REMEMBERED_MS ? known.outcome : null
  }

  async function ask(credentialId: string, cause: RefreshCause): Promise<RefreshOutcome> {
    const outcome = await refresher.refresh(credentialId, cause)
    const at = now().getTime()
    for (const [id, known] of remembered) if (at - known.at >= REMEMBERED_MS) remembered.delete(id)
    remembered.set(credentialId, { at, outcome })
    return outcome
  }

  return {
    async ready(candidate, signal) {
      if (!isRenewable(candidate) || !mustRenew(candidate.credential, now())) return candidate
      const { id } = candidate.credential
      const outcome = recall(id) ?? (await patiently(ask(id, { kind: 'expiring' }), signal))
      return (outcome && candidateOf(outcome)) ?? candidate
    },

    async renewed(rejected, signal) {
      const accessToken = isRenewable(rejected) ? rejected.secret.accessToken : null
      if (!isRenewable(rejected) || accessToken === null) return null
      const isOther = (candidate: RenewableCandidate | null) =>
        candidate && accessTokenOf(candidate) !== accessToken.reveal() ? candidate : null
      const { id } = rejected.credential
      const known = recall(id)
      if (known && known.kind !== 'current' && known.kind !== 'renewed') return isOther(candidateOf(known))
      const other = known && isOther(candidateOf(known))
      if (other) return other
      const inARow = rejections.count(rejected, accessToken.reveal())
      const outcome = await patiently(ask(id, { kind: 'rejected', accessToken, inARow }), signal)
      // A draft that is only tried.
      if (outcome?.kind === 'gone') rejections.end(id)
      return outcome && isOther(candidateOf(outcome))
    },

    accepted({ credential: { id } }) {
      if (id !== null) rejections.end(id)
    },

    problemOf({ credential: { id } }) {
      const outcome = id === null ? null : recall(id)
      if (outcome?.kind === 'failed') return outcome.problem
      return outcome?.kind === 'waiting' ? outcome.candidate.problem : null
    },
  }
}

function candidateOf(outcome: RefreshOutcome): RenewableCandidate | null {
  return 'candidate' in outcome ? outcome.candidate : null
}

/** Resolves to null when it takes too long, rejects when the client leaves. The refresh itself goes on. */
async function patiently<T>(outcome: Promise<T>, signal: AbortSignal): Promise<T | null> {
  signal.throwIfAborted()
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  const either = AbortSignal.any([signal, patience.signal])
  try {
    return await Promise.race([outcome, aborted(either)])
  } finally {
    clearTimeout(timer)
    signal.throwIfAborted()
  }
}

function aborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(null)
    else signal.addEventListener('abort', () => resolve(null), { once: true })
  })
}

/** Counts rejected access tokens in a row: a credential that renewing does not mend is not renewed for ever. */
interface RejectionsInARow {
  /** @returns how many it is now; a token that is rejected to many calls counts once. */
  count(rejected: RenewableCandidate, accessToken: string): number
  /** A token was accepted, so the count starts again. */
  end(credentialId: string): void
}

function makeRejectionsInARow(): RejectionsInARow {
  const known = new Map<string, { readonly accessToken: string; readonly inARow: number }>()
  return {
    count({ credential: { id } }, accessToken) {
      const last = known.get(id)
      if (last?.accessToken === accessToken) return last.inARow
      const inARow = (last?.inARow ?? 0) + 1
      known.set(id, { accessToken, inARow })
      return inARow
    },
    end: (credentialId) => void known.delete(credentialId),
  }
}
