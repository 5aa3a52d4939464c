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
  return attempts.map((attempt, index) => {
    const start = before
    before += attempt.durationMs
    // An attempt ends with the head of the answer; what follows is the answer itself.
    const end = index === attempts.length - 1 && attempt.result === 'ok' ? total : before
    const widthPercent = Math.max(((end - start) / total) * 100, LEAST_PERCENT)
    return { attempt, startPercent: Math.min((start / total) * 100, 100 - widthPercent), widthPercent }
  })
}

const WORDS: Readonly<Record<string, string>> = {
  ok: 'Answered',
  rate_limited: 'Rate limited',
  quota_exhausted: 'Quota exhausted',
  overloaded: 'Overloaded',
  server_error: 'Server error',
  timed_out: 'Timed out',
  network: 'Network error',
  credential_refused: 'Credential refused',
  access_denied: 'Access denied',
  model_unavailable: 'Model unavailable',
  unreadable: 'Unreadable answer',
  invalid_request: 'Invalid request',
}

export function attemptWord(result: string): string {
  const plain = result.replaceAll('_', ' ')
  return WORDS[result] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}
