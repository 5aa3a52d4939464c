// Runs the conformance list against one credential and one model: the first call, and when that works, all others.
import type { ConformanceCheck } from '@headgate/shared/credentials'
import type { AttemptTarget, VaultCandidate } from '../upstream/provider.ts'
import { FIRST_CHECK, FURTHER_CHECKS } from './check-list.ts'
import type { Check, Subject } from './check.ts'
import { viewBody } from '../wire/body-view.ts'
import { messagesRequest } from './client-request.ts'
import type { ConformancePorts } from './perform-request.ts'
import { runCheck, type CallMade, type CheckRun } from './run-check.ts'
import { bedrockOf } from '../upstream/of-provider.ts'

export interface ConformanceDeps extends ConformancePorts {
  readonly newRequestId: () => string
  readonly now: () => Date
}

/** How the first call went upstream, which is not always what a client would see. */
export interface FirstCall {
  readonly ok: boolean
  readonly status: number | null
  /** The upstream's words, masked. */
  readonly error: string | null
  readonly requestId: string
  readonly latencyMs: number
}

export interface ConformanceReport {
  readonly target: AttemptTarget
  readonly first: FirstCall
  readonly checks: readonly ConformanceCheck[]
}

const LIMITS = { checkMs: 30_000, totalMs: 120_000 }
const AT_ONCE = 3

/** A check that fails, in whatever way, is a row of the report and never an error. */
export async function runConformance(
  deps: ConformanceDeps,
  candidate: VaultCandidate,
  modelName: string,
  scope: 'first' | 'all',
  limits = LIMITS,
): Promise<ConformanceReport> {
  const { credential } = candidate
  const target = targetOf(deps, candidate, modelName)
  const subject: Subject = {
    provider: credential.provider,
    surface: bedrockOf(credential)?.surface ?? null,
    modelName,
    ...target,
  }
  const run: CheckRun = {
    ports: deps,
    ...deps,
    candidate,
    subject,
    total: AbortSignal.timeout(limits.totalMs),
    timeoutMs: limits.checkMs,
  }
  const { row, calls } = await runCheck(run, FIRST_CHECK)
  const first = firstCall(calls[0]!, row)
  if (scope === 'first') return { target, first, checks: [row] }
  if (!first.ok)
    return { target, first, checks: [{ ...row, detail: `${row.detail} (nothing else was tried)` }] }
  return { target, first, checks: [row, ...(await runAll(run, FURTHER_CHECKS))] }
}

function targetOf({ adapters }: ConformancePorts, candidate: VaultCandidate, model: string): AttemptTarget {
  const body = new TextEncoder().encode(messagesRequest({ modelName: model }, {}).body ?? '')
  const call = {
    operation: 'messages',
    requestId: '',
    query: '',
    headers: [],
    body,
    plainBody: body,
    view: viewBody(body),
  } as const
  return adapters[candidate.credential.provider].target(call, candidate)
}

function firstCall({ requestId, performed }: CallMade, row: ConformanceCheck): FirstCall {
  const seen = performed?.seen
  const ok = seen !== undefined && seen.status >= 200 && seen.status < 300 && seen.broken === null
  return {
    ok,
    status: performed?.upstreamStatus ?? null,
    error: ok ? null : (seen?.broken ?? seen?.reason ?? row.detail),
    requestId,
    latencyMs: row.latencyMs,
  }
}

async function runAll(run: CheckRun, checks: readonly Check[]): Promise<ConformanceCheck[]> {
  const rows: ConformanceCheck[] = []
  const waiting = checks.entries()
  const work = async () => {
    // One iterator for all of them: each takes the next check that is waiting.
    for (const [at, check] of waiting) rows[at] = (await runCheck(run, check)).row
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return rows
}
