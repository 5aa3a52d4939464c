// Where on the time line of a request each attempt lies. Attempts follow each other.
import type { RequestAttempt, RequestView } from '@headgate/shared/requests'

export interface AttemptSpan {
  readonly attempt: RequestAttempt
  /** In percent of the whole request. */
  readonly startPercent: number
  readonly widthPercent: number
}

const LEAST_PERCENT = 1.5

export function attemptSpans({
  attempts,
  durationMs,
}: Pick<RequestView, 'attempts' | 'durationMs'>): AttemptSpan[] {
  const attempted = attempts.reduce((sum, attempt) => sum + attempt.durationMs, 0)
  const total = Math.max(durationMs, attempted, 1)
  let before = 0
  return attempts.map((attempt) => {
    const widthPercent = Math.max((attempt.durationMs / total) * 100, LEAST_PERCENT)
    const startPercent = Math.min((before / total) * 100, 100 - widthPercent)
    before += attempt.durationMs
    return { attempt, startPercent, widthPercent }
  })
}
