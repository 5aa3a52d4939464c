// What the parent asks of the load process, and what it hears back.
import type { AnswerKind } from './check-answer.ts'

export interface LoadJob {
  readonly origin: string
  readonly path: string
  /** Names and values in turn. */
  readonly headers: readonly string[]
  readonly body: string
  readonly expects: AnswerKind
  readonly connections: number
  readonly warmUpMs: number
  readonly measureMs: number
  /** The processes whose CPU time and memory are measured. */
  readonly pids: readonly number[]
}

export interface Measurement {
  /** Answers in the measured phase. */
  readonly requests: number
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** Null where the platform does not tell. */
  readonly cpuMicrosPerRequest: number | null
  readonly rssPeakBytes: number | null
  /** All answers, the warm-up included. */
  readonly answers: number
}

export type LoadReply =
  { readonly ok: true; readonly measurement: Measurement } | { readonly ok: false; readonly message: string }
