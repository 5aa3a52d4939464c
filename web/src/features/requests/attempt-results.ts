// What became of an attempt, in a word, and whose words its reason is.
import type { RequestAttempt, RequestView } from '@headgate/shared/requests'
import type { Tone } from '../../components/notice.tsx'

interface ResultFacts {
  readonly word: string
  readonly tone: Tone
}

const bad = (word: string): ResultFacts => ({ word, tone: 'bad' })
const neutral = (word: string): ResultFacts => ({ word, tone: 'neutral' })

export const ATTEMPT_RESULTS: Readonly<Record<RequestAttempt['result'], ResultFacts>> = {
  ok: { word: 'Answered', tone: 'good' },
  cut: bad('Broke off'),
  aborted: neutral('Client disconnected'),
  not_sent: neutral('Not sent'),
  rate_limited: bad('Rate limited'),
  quota_exhausted: bad('Quota exhausted'),
  overloaded: bad('Overloaded'),
  server_error: bad('Server error'),
  timed_out: bad('Timed out'),
  network: bad('Network error'),
  credential_rejected: bad('Credential rejected'),
  access_denied: bad('Access denied'),
  model_unavailable: bad('Model unavailable'),
  unreadable: bad('Unreadable answer'),
  unclear_request: bad('Unclear request error'),
  invalid_request: bad('Invalid request'),
}

/** Whether anything of the request has left the gateway. */
export function wasSent({ attempts }: Pick<RequestView, 'attempts'>): boolean {
  return attempts.some(({ result }) => result !== 'not_sent')
}

/** The reason of an attempt, in quotes when the provider said it; null when the request as a whole says the same. */
export function reasonText(
  { result, reason, status }: RequestAttempt,
  { errorMessage }: Pick<RequestView, 'errorMessage'>,
): string | null {
  if (reason === null || reason === errorMessage) return null
  const isOwn = status === null || result === 'not_sent' || result === 'cut' || result === 'unreadable'
  return isOwn ? reason : `“${reason}”`
}
