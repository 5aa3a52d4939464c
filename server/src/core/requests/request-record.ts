// What is kept of one call: who, where to, how it went, what it cost. Never a body.
import type { Provider, Surface } from '@headgate/shared/providers'
import type { RequestAttempt, RequestOutcome } from '@headgate/shared/requests'
import type { BilledIteration } from '../usage/billed-usage.ts'
import type { TokenUsage } from '../usage/token-usage.ts'

export interface RequestRecord {
  readonly requestId: string
  readonly startedAt: Date
  readonly projectId: string
  readonly keyId: string
  readonly sessionId: string | null
  readonly userAgent: string | null
  readonly provider: Provider | null
  readonly credentialId: string | null
  readonly accountId: string | null
  readonly surface: Surface | null
  /** Method and path, without query. */
  readonly path: string
  readonly model: string | null
  readonly upstreamModel: string | null
  readonly upstreamRequestId: string | null
  readonly stream: boolean
  readonly status: number
  readonly outcome: RequestOutcome
  readonly errorType: string | null
  readonly errorMessage: string | null
  readonly attempts: readonly RequestAttempt[]
  /** Sums over all inferences that are billed. */
  readonly usage: TokenUsage
  /** The answer broke off, or said nothing of its usage: what was billed may be more. */
  readonly isUsageIncomplete: boolean
  /** Null where the answer was one inference. */
  readonly iterations: readonly BilledIteration[] | null
  readonly costPicoUsd: number | null
  readonly timeToFirstByteMs: number | null
  readonly durationMs: number
}

/** Takes finished calls. Never throws and never waits: losing none of them is the recorder's own business. */
export interface RequestRecorder {
  record(record: RequestRecord): void
}
