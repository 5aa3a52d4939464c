// An attempt for which there is no access token at all: nothing was sent.
import { FEDERATION_REJECTED } from '../credentials/credential-status.ts'
import type { UpstreamFailure } from '../upstream/failure.ts'
import { operatorsAffair } from '../upstream/operators-affair.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import type { RefreshProblem } from './refresh-problem.ts'

/** @param problem null when what keeps the token away is not known, as while the database is */
export function withoutAccessToken(problem: RefreshProblem | null): UpstreamFailure {
  const isRejected = problem?.state === 'federation_rejected'
  const reason = problem?.reason ?? 'none could be had in time.'
  const message = isRejected
    ? operatorsAffair('Anthropic rejected the identity of the gateway.')
    : 'The gateway could not get an access token from Anthropic. Try again.'
  return {
    kind: isRejected ? 'credential_rejected' : 'network',
    status: null,
    reason: isRejected ? `${FEDERATION_REJECTED} (${reason})` : `There is no access token yet: ${reason}`,
    retryAfterMs: null,
    upstreamRequestId: null,
    answer: { kind: 'gateway', error: new GatewayError('api_error', message, { status: 502 }) },
  }
}
