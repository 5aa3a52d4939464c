// What reads an answer of Bedrock while its bytes pass by untouched.
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import type { AnswerEnd, BrokenEnd } from '../../../../core/upstream/provider.ts'
import type { TokenUsage } from '../../../../core/usage/token-usage.ts'

export interface PathMeter {
  readonly usage: TokenUsage
  /** Never throws: what it cannot read concerns the record only. */
  push(chunk: Uint8Array): void
  /** Whether it is known how the answer begins. */
  readonly hasBegun: boolean
  /** The error that the answer holds. */
  readonly failure: UpstreamFailure | null
  /** Called once, after the last chunk. */
  finish(): AnswerEnd
}

export function errorEnd(failure: UpstreamFailure): BrokenEnd {
  const { answer, kind, reason } = failure
  const errorType = answer.kind === 'gateway' ? answer.error.type : (answer.errorType ?? 'api_error')
  return { kind: 'error', failure: kind, errorType, reason }
}
