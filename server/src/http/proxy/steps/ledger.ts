// What is learned about one call while it runs, and the record it becomes when it has ended, however it ended.
import type { RequestAttempt, RequestOutcome } from '@headgate/shared/requests'
import type { RequestRecord } from '../../../core/requests/request-record.ts'
import type { CallResult, CallTrace } from '../../../core/routing/call-with-failover.ts'
import type { ResponseEnd, UpstreamResponse } from '../../../core/upstream/provider.ts'
import { headerValue, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { costPicoUsd } from '../../../core/usage/cost.ts'
import { emptyUsage, type TokenUsage } from '../../../core/usage/token-usage.ts'
import { redactText } from '../../../core/redaction/redact.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import type { BodyView } from '../../../core/wire/body-view.ts'
import type { Caller } from './authenticate.ts'
import { ClientClosedError } from './client-closed.ts'

export interface Ending {
  readonly status: number
  readonly outcome: RequestOutcome
  readonly errorType: string | null
  readonly message: string | null
}

export interface Ledger extends CallTrace {
  identified(caller: Caller, headers: RawHeaders): void
  viewed(view: BodyView): void
  /** A credential was chosen, for good or ill. */
  served(result: CallResult): void
  answering(answer: UpstreamResponse): void
  /** Without any upstream. */
  answeredHere(status: number): void
  firstByte(): void
  /** How the answer ended, of itself or because its client left. */
  ended(end: ResponseEnd): void
  failed(ending: Ending): void
  threw(error: unknown): void
  /** Null for callers who could not be identified: strangers do not fill the log. */
  close(): RequestRecord | null
}

/** nginx's status for a client that left; no client ever sees it. */
const CLIENT_CLOSED_STATUS = 499
const MAX_TEXT_CHARS = 500

/** @param path method and path, without query */
export function openLedger(requestId: string, path: string, now: () => Date): Ledger {
  const startedAt = now()
  const attempts: RequestAttempt[] = []
  let caller: Caller | null = null
  let client: { sessionId: string | null; userAgent: string | null } = { sessionId: null, userAgent: null }
  let view: BodyView | null = null
  /** What answered, or was asked last. */
  let chosen: Pick<CallResult, 'candidate' | 'target'> | null = null
  let answer: UpstreamResponse | null = null
  let firstByteAt: Date | null = null
  let end: ResponseEnd = { kind: 'unread' }
  let ending: Ending | null = null

  return {
    identified(who, headers) {
      caller = who
      client = {
        sessionId: clip(headerValue(headers, 'x-claude-code-session-id'), 255),
        userAgent: clip(headerValue(headers, 'user-agent'), 255),
      }
    },
    viewed: (seen) => void (view = seen),
    attempting: (candidate, target) => void (chosen = { candidate, target }),
    attempted: (attempt) => void attempts.push(attempt),
    served: (outcome) => void (chosen = outcome),
    answering: (begun) => void (answer = begun),
    answeredHere: (status) =>
      void (ending = { status, outcome: 'completed', errorType: null, message: null }),
    firstByte: () => void (firstByteAt = now()),
    ended: (how) => void (end = how),
    failed: (how) => void (ending = how),
    threw(error) {
      if (error instanceof ClientClosedError) {
        ending = { status: CLIENT_CLOSED_STATUS, outcome: 'client_closed', errorType: null, message: null }
      } else if (!answer) ending ??= denial(error)
    },

    close() {
      if (!caller) return null
      const credential = chosen?.candidate.credential ?? null
      const usage = answer?.usage ?? emptyUsage()
      const { status, outcome, errorType, message } = ending ?? answerEnding(answer?.status ?? 500, end)
      return {
        requestId,
        startedAt,
        projectId: caller.project.id,
        keyId: caller.key.id,
        sessionId: client.sessionId ?? clip(view?.sessionId, 255),
        userAgent: client.userAgent,
        provider: credential?.provider ?? null,
        credentialId: credential?.id ?? null,
        accountId: credential?.accountId ?? null,
        surface: credential?.provider === 'bedrock' ? credential.surface : null,
        path: clip(path, 255) ?? '',
        model: clip(view?.model, 255),
        upstreamModel: clip(chosen?.target.upstreamModel, 2048),
        upstreamRequestId: clip(answer?.upstreamRequestId, 255),
        stream: view?.stream ?? false,
        status,
        outcome,
        errorType: clip(errorType, 255),
        errorMessage: clip(message, MAX_TEXT_CHARS),
        attempts,
        usage,
        costPicoUsd: chosen && costOf(chosen, usage, startedAt),
        timeToFirstByteMs: firstByteAt && firstByteAt.getTime() - startedAt.getTime(),
        durationMs: now().getTime() - startedAt.getTime(),
      }
    },
  }
}

/** What a client wrote into a field of its own choice may be a secret in the wrong place. */
function clip(text: string | null | undefined, maxChars: number): string | null {
  return text === null || text === undefined
    ? null
    : redactText(text.slice(0, 4 * maxChars)).slice(0, maxChars)
}

function denial(error: unknown): Ending {
  return error instanceof GatewayError
    ? { status: error.status, outcome: 'denied', errorType: error.type, message: error.message }
    : { status: 500, outcome: 'denied', errorType: 'api_error', message: 'Internal error' }
}

/** A success status is no success before its last byte has been understood as such. */
function answerEnding(status: number, end: ResponseEnd): Ending {
  switch (end.kind) {
    case 'complete':
      return { status, outcome: 'completed', errorType: null, message: null }
    case 'error':
      return { status, outcome: 'upstream_error', errorType: end.errorType, message: end.reason }
    case 'cut':
      return { status, outcome: 'interrupted', errorType: end.errorType, message: end.reason }
    case 'unread':
      return { status, outcome: 'interrupted', errorType: 'api_error', message: 'No answer was delivered' }
  }
}

function costOf(
  { candidate: { credential }, target }: Pick<CallResult, 'candidate' | 'target'>,
  usage: TokenUsage,
  at: Date,
): number | null {
  // What a caller pays for with a credential of their own is not known here.
  if (credential.method === 'callers_credential') return null
  return costPicoUsd(usage, {
    provider: credential.provider,
    model: target.model,
    upstreamModel: target.upstreamModel,
    region: credential.provider === 'bedrock' ? credential.region : null,
    subscription: 'subscription' in credential && credential.subscription,
    at,
  })
}
