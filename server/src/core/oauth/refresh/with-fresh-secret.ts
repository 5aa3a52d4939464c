// A provider's calls with a token that is good for now: renewed ahead, and once more when the upstream rejects it.
import { hideInEnd, hideSecret, secretHider, type Hide } from '../../upstream/hide-secret.ts'
import type { AttemptResult, CallPort, UpstreamResponse } from '../../upstream/provider.ts'
import type { FreshSecret } from './fresh-secret.ts'
import { isRenewable, isWorkload } from './renewable.ts'
import { FEDERATION_REJECTED } from '../../credentials/credential-status.ts'
import type { UpstreamFailure } from '../../upstream/failure.ts'
import { operatorsAffair } from '../../upstream/operators-affair.ts'
import { GatewayError } from '../../wire/anthropic-error.ts'
import type { RefreshProblem } from './refresh-problem.ts'

interface Repeatable {
  readonly body: Uint8Array | AsyncIterable<Uint8Array> | null
}

export function withFreshSecret<Call extends Repeatable>(
  port: CallPort<Call>,
  fresh: FreshSecret,
): CallPort<Call> {
  return {
    target: (call, candidate) => port.target(call, candidate),

    async attempt(call, candidate, signal, hasNext) {
      if (!isRenewable(candidate)) return port.attempt(call, candidate, signal, hasNext)
      const ready = await fresh.ready(candidate, signal)
      if (isWorkload(ready) && ready.secret.accessToken === null)
        return { kind: 'failure', failure: withoutAccessToken(fresh.problemOf(ready)) }
      const result = hidden(await port.attempt(call, ready, signal, hasNext), secretHider(ready.secret))
      if (result.kind === 'answer') fresh.accepted(ready)
      if (result.kind !== 'failure' || result.failure.kind !== 'credential_rejected') return result
      const renewing = fresh.renewed(ready, signal)
      if (!isRepeatable(call)) {
        // The next call has it better.
        renewing.catch(() => undefined)
        return result
      }
      const renewed = await renewing
      if (!renewed) return result
      const again = hidden(await port.attempt(call, renewed, signal, hasNext), secretHider(renewed.secret))
      if (again.kind === 'answer') fresh.accepted(renewed)
      return again.kind === 'not_sent' ? again : { ...again, rejectedBefore: result.failure }
    },
  }
}

/** A streamed body has been sent already. */
function isRepeatable({ body }: Repeatable): boolean {
  return body === null || body instanceof Uint8Array
}

/** Whoever made the call knows only the token it began with. */
function hidden(result: AttemptResult, hide: Hide): AttemptResult {
  switch (result.kind) {
    case 'answer':
      return { kind: 'answer', answer: endHidden(result.answer, hide) }
    case 'failure':
      return { kind: 'failure', failure: hideSecret(result.failure, hide) }
    case 'not_sent':
      return result
  }
}

function endHidden(answer: UpstreamResponse, hide: Hide): UpstreamResponse {
  return {
    status: answer.status,
    headers: answer.headers,
    streamed: answer.streamed,
    body: answer.body,
    get upstreamRequestId() {
      return answer.upstreamRequestId
    },
    get usage() {
      return answer.usage
    },
    finished: answer.finished.then((end) => hideInEnd(end, hide)),
    abandon: () => answer.abandon(),
  }
}

/**
 * The failure of an attempt that has no access token: nothing was sent.
 * @param problem null when the reason is not known, for example while the database is away
 */
function withoutAccessToken(problem: RefreshProblem | null): UpstreamFailure {
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
