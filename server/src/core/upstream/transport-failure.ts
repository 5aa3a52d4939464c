// A broken or silent connection as a failure of the attempt.
import { redactText } from '../redaction/redact.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import type { UpstreamFailure } from './failure.ts'
import type { TransportError } from './transport.ts'

const BROKEN = {
  'before its head': 'The connection to the upstream failed before it answered.',
  'after its head': 'The connection to the upstream broke in the middle of its answer.',
} as const

export type BreakPoint = keyof typeof BROKEN

/** Host names and addresses stay in the record; the client only hears what it can act on. */
export function transportFailure(error: TransportError, when: BreakPoint): UpstreamFailure {
  const timedOut = error.kind === 'timed_out'
  return {
    kind: timedOut ? 'timed_out' : 'network',
    status: null,
    reason: redactText(error.message),
    retryAfterMs: null,
    upstreamRequestId: null,
    answer: {
      kind: 'gateway',
      error: timedOut
        ? new GatewayError('timeout_error', 'The upstream did not answer in time.', { cause: error })
        : new GatewayError('api_error', BROKEN[when], { status: 502, cause: error }),
    },
  }
}
