// POST /v1/messages/count_tokens: counted by AWS or not at all, never guessed.
import type { FailureKind } from '@headgate/shared/requests'
import type { AttemptResult } from '../../../../core/upstream/provider.ts'
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import type { BedrockCall } from '../bedrock-call.ts'
import { countOn } from './count-on.ts'
import { countingRoutes } from './counting-routes.ts'
import { AttemptFailed } from '../errors/attempt-failed.ts'
import type { ServeDeps } from '../serve-messages.ts'

/** What a place that does not count here says of the call, of the credential, or of nothing but itself. */
const MEANS: Readonly<Record<FailureKind, 'call' | 'credential' | 'throttled' | 'place'>> = {
  invalid_request: 'call',
  credential_rejected: 'credential',
  rate_limited: 'throttled',
  quota_exhausted: 'throttled',
  access_denied: 'place',
  model_unavailable: 'place',
  overloaded: 'place',
  server_error: 'place',
  timed_out: 'place',
  unreadable: 'place',
  network: 'place',
  unclear_request: 'place',
}

/** @throws AttemptFailed, GatewayError for a body that cannot be sent */
export async function countTokens(deps: ServeDeps, served: BedrockCall): Promise<AttemptResult> {
  const failures: AttemptFailed[] = []
  for (const route of countingRoutes(deps.urls, served.credential, served)) {
    try {
      return await countOn(deps, served, route)
    } catch (error) {
      if (!(error instanceof AttemptFailed)) throw error
      const means = MEANS[error.failure.kind]
      if (means === 'call' || (means === 'credential' && route.isOwn)) throw error
      failures.push(error)
    }
  }
  if (failures.length === 0) throw notCounted(served)
  throw verdict(served, failures)
}

/** 501 makes clients go without a count at once, 429 makes them come again. */
function verdict(served: BedrockCall, failures: readonly AttemptFailed[]): AttemptFailed {
  const throttled = failures.find(({ failure }) => MEANS[failure.kind] === 'throttled')
  const { failure } = throttled ?? failures.at(-1)!
  return new AttemptFailed(
    {
      ...failure,
      kind: throttled ? failure.kind : 'model_unavailable',
      reason: failures.map((each) => each.failure.reason).join(' | '),
      answer: throttled ? failure.answer : { kind: 'gateway', error: notCounted(served) },
    },
    'error',
  )
}

function notCounted({ call, model }: BedrockCall): GatewayError {
  return new GatewayError(
    'not_supported',
    `The tokens of a prompt for ${model?.id ?? call.view.model.slice(0, 80)} cannot be counted on Bedrock here.`,
    { headers: { 'x-should-retry': 'false' } },
  )
}
