// Makes the record of a call from what was learned of it and how it ended.
import type { RequestOutcome } from '@headgate/shared/requests'
import { redactText } from '../redaction/redact.ts'
import type { RequestRecord } from '../requests/request-record.ts'
import type { ResponseEnd } from '../upstream/provider.ts'
import { headerValue } from '../upstream/raw-headers.ts'
import { billedUsage } from '../usage/billed-usage.ts'
import type { PricedCall } from '../usage/cost.ts'
import { emptyUsage, hasUsage } from '../usage/token-usage.ts'
import type { CallEnd, CallFacts } from './call-facts.ts'
import type { Clock } from '../clock.ts'
import type { ClientCall } from './client-call.ts'
import { pathOf } from './request-path.ts'
import { bedrockOf } from '../upstream/of-provider.ts'

/** nginx's status for a client that left; no client ever sees it. */
const CLIENT_CLOSED_STATUS = 499
const MAX_TEXT_CHARS = 500

/** Null for callers who are not known: strangers do not fill the log. */
export function requestRecord(
  { requestId, method, url, rawHeaders }: ClientCall,
  facts: CallFacts,
  end: CallEnd,
  clock: Clock,
): RequestRecord | null {
  const { caller, view, chosen, response, startedAt, startedAtMs, firstByteAtMs } = facts
  if (!caller) return null
  const credential = chosen?.candidate.credential ?? null
  const billed = billedUsage(response?.usage ?? emptyUsage(), priced(chosen, startedAt))
  const { status, outcome, errorType, message } = outcomeOf(end)
  return {
    requestId,
    startedAt,
    projectId: caller.project.id,
    keyId: caller.key.id,
    sessionId: clip(headerValue(rawHeaders, 'x-claude-code-session-id') ?? view?.sessionId, 255),
    userAgent: clip(headerValue(rawHeaders, 'user-agent'), 255),
    provider: credential?.provider ?? null,
    credentialId: credential?.id ?? null,
    accountId: credential?.accountId ?? null,
    surface: (credential && bedrockOf(credential)?.surface) ?? null,
    path: clip(`${method} ${pathOf(url)}`, 255) ?? '',
    model: clip(view?.model, 255),
    upstreamModel: clip(chosen?.target.upstreamModel, 2048),
    upstreamRequestId: clip(response?.upstreamRequestId, 255),
    stream: view?.stream ?? false,
    status,
    outcome,
    errorType: clip(errorType, 255),
    errorMessage: clip(message, MAX_TEXT_CHARS),
    attempts: facts.attempts,
    usage: billed.totals,
    isUsageIncomplete: facts.isBilled && isIncomplete(end, response),
    iterations: billed.iterations,
    costPicoUsd: billed.costPicoUsd,
    timeToFirstByteMs: firstByteAtMs === null ? null : Math.round(firstByteAtMs - startedAtMs),
    durationMs: Math.round(clock.monotonicMs() - startedAtMs),
  }
}

interface Outcome {
  readonly status: number
  readonly outcome: RequestOutcome
  readonly errorType: string | null
  readonly message: string | null
}

function outcomeOf(end: CallEnd): Outcome {
  switch (end.kind) {
    case 'answered':
      return answerOutcome(end.response.status, end.end)
    case 'failed': {
      const { answer, reason } = end.failure
      const { status, errorType } =
        answer.kind === 'gateway' ? { status: answer.error.status, errorType: answer.error.type } : answer
      return { status, outcome: 'upstream_error', errorType, message: reason }
    }
    case 'denied':
      return {
        status: end.error.status,
        outcome: 'denied',
        errorType: end.error.type,
        message: end.error.message,
      }
    case 'local':
      return { status: end.status, outcome: 'completed', errorType: null, message: null }
    case 'client_left':
      return { status: CLIENT_CLOSED_STATUS, outcome: 'client_closed', errorType: null, message: null }
    case 'killed':
      return {
        status: 500,
        outcome: 'interrupted',
        errorType: 'api_error',
        message: 'The gateway was stopped before the answer was complete',
      }
  }
}

/** A success status is a success only once its last byte has been understood as one. */
function answerOutcome(status: number, end: ResponseEnd): Outcome {
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

/** Clients fill some fields with words of their own, which may hold a secret in the wrong place. */
function clip(text: string | null | undefined, maxChars: number): string | null {
  return text === null || text === undefined
    ? null
    : redactText(text.slice(0, 4 * maxChars)).slice(0, maxChars)
}

/** Something may have been billed that is not in the usage. */
function isIncomplete(end: CallEnd, response: CallFacts['response']): boolean {
  if (response === null) return end.kind === 'killed'
  return !(end.kind === 'answered' && end.end.kind === 'complete' && hasUsage(response.usage))
}

/** Null for callers who bring a credential: their prices are not known here. */
function priced(chosen: CallFacts['chosen'], at: Date): PricedCall | null {
  if (!chosen) return null
  const { candidate, target } = chosen
  const { credential } = candidate
  if (credential.method === 'callers_credential') return null
  return {
    provider: credential.provider,
    model: target.model,
    upstreamModel: target.upstreamModel,
    region: bedrockOf(credential)?.region ?? null,
    subscription: 'subscription' in credential && credential.subscription,
    at,
  }
}
