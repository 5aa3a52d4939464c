// One check: its calls in turn, until one shows that it fails, and the row that tells of it.
import type { ConformanceCheck } from '@headgate/shared/credentials'
import { redactText } from '../redaction/redact.ts'
import { secretHider } from '../upstream/hide-secret.ts'
import type { VaultCandidate } from '../upstream/provider.ts'
import {
  Unfit,
  type Check,
  type ClientRequest,
  type Seen,
  type Step,
  type Subject,
  type Verdict,
} from './check.ts'
import { performRequest, type ConformancePorts, type Performed } from './perform-request.ts'

export interface CheckRun {
  readonly ports: ConformancePorts
  readonly newRequestId: () => string
  readonly now: () => Date
  readonly candidate: VaultCandidate
  readonly subject: Subject
  /** Ends the whole list. */
  readonly total: AbortSignal
  readonly timeoutMs: number
}

export interface CallMade {
  readonly requestId: string
  /** Null when it could not be built. */
  readonly request: ClientRequest | null
  /** Null when no answer came. */
  readonly performed: Performed | null
  readonly verdict: Verdict
}

const MAX_DETAIL_CHARS = 300

export async function runCheck(
  run: CheckRun,
  check: Check,
): Promise<{ row: ConformanceCheck; calls: readonly CallMade[] }> {
  const startedAt = run.now().getTime()
  const plan = check.plan(run.subject)
  const calls = 'result' in plan ? [] : await makeCalls(run, plan)
  const verdict = 'result' in plan ? plan : calls.at(-1)!.verdict
  // A failure is shown by the call that failed, all else by the call that the check is about.
  const shown = verdict.result === 'fail' ? calls.findLast(({ request }) => request !== null) : calls[0]
  const request = shown?.request ?? null
  const safe = makeSafe(run.candidate)
  const row: ConformanceCheck = {
    name: check.name,
    result: verdict.result,
    detail: oneLine(safe(verdict.detail)),
    request: request && shownRequest(request, run.candidate, safe),
    status: shown?.performed?.seen.status ?? null,
    latencyMs: Math.max(0, run.now().getTime() - startedAt),
  }
  return { row, calls }
}

async function makeCalls(run: CheckRun, steps: readonly Step[]): Promise<CallMade[]> {
  const signal = AbortSignal.any([run.total, AbortSignal.timeout(run.timeoutMs)])
  const calls: CallMade[] = []
  const earlier: Seen[] = []
  for (const step of steps) {
    const call = await makeCall(run, step, earlier, signal)
    calls.push(call)
    if (call.verdict.result !== 'pass' || call.performed === null) break
    earlier.push(call.performed.seen)
  }
  return calls
}

async function makeCall(
  run: CheckRun,
  step: Step,
  earlier: readonly Seen[],
  signal: AbortSignal,
): Promise<CallMade> {
  const requestId = run.newRequestId()
  let request: ClientRequest | null = null
  let performed: Performed | null = null
  try {
    signal.throwIfAborted()
    request = step.request(earlier)
    performed = await performRequest(run.ports, run.candidate, { request, requestId }, signal)
    return { requestId, request, performed, verdict: step.judge(performed.seen, earlier) }
  } catch (error) {
    return { requestId, request, performed, verdict: { result: 'fail', detail: whyNot(error, run, signal) } }
  }
}

function whyNot(error: unknown, { total, timeoutMs }: CheckRun, signal: AbortSignal): string {
  if (error instanceof Unfit) return error.message
  if (total.aborted) return 'Not finished: the whole list took too long.'
  if (signal.aborted) return `No answer within ${timeoutMs / 1000} s.`
  return `The gateway failed: ${error instanceof Error ? error.message : String(error)}`
}

type Safe = (text: string) => string

function makeSafe({ secret }: VaultCandidate): Safe {
  const hide = secretHider(secret)
  return (text) => redactText(hide(text))
}

/** As a client would send it to reach this credential; the key is theirs to add. */
function shownRequest(
  { method, path, headers, body }: ClientRequest,
  { credential }: VaultCandidate,
  safe: Safe,
): ConformanceCheck['request'] {
  const pin = {
    'x-headgate-credential': credential.accountId.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent),
  }
  return {
    method,
    path: safe(path),
    headers: { ...headers, ...pin },
    body: body === null ? null : safe(body),
  }
}

/** What an upstream says may hold anything, and will be shown in a terminal. */
function oneLine(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
  return line.length > MAX_DETAIL_CHARS ? `${line.slice(0, MAX_DETAIL_CHARS)}...` : line
}
