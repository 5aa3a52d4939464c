// What reads an answer of Bedrock while its bytes pass by untouched.
import type { UsageReader } from '../../../../core/upstream/usage-reader.ts'
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import type { BrokenEnd } from '../../../../core/upstream/provider.ts'

export interface PathUsageReader extends UsageReader {
  /** Whether it is known how the answer begins. */
  readonly hasBegun: boolean
  /** The error that the answer holds. */
  readonly failure: UpstreamFailure | null
}

export function errorEnd(failure: UpstreamFailure): BrokenEnd {
  const { answer, kind, reason } = failure
  const errorType = answer.kind === 'gateway' ? answer.error.type : (answer.errorType ?? 'api_error')
  return { kind: 'error', failure: kind, errorType, reason }
}
