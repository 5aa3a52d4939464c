// Sends a body once more without what Bedrock rejected of it, and remembers that for the next time.
import type { Logger } from '../../../core/log.ts'
import type { CompatibilityCache, RequestParameter } from '../../../core/models/compatibility-cache.ts'
import { secretHider } from '../../../core/upstream/hide-secret.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import type { BedrockCall } from './bedrock-call.ts'
import { AttemptFailed, wordsOf } from './errors/attempt-failed.ts'
import { repairAfter, type Repair } from './request/repair.ts'
import type { PreparedBody } from './request/prepare-body.ts'

export interface RepairDeps {
  readonly compatibility: CompatibilityCache
  readonly log: Logger
  readonly now: () => Date
}

/** What is rejected depends on how the model is called there. */
export type RepairPlace = Pick<BedrockCall, 'call' | 'candidate' | 'credential' | 'upstreamModel'>

/**
 * @param prepare makes the body without these, besides what is left out anyway
 * @param send resolves when the answer is a success as far as is known, before any of it reaches the client
 * @throws AttemptFailed with the last answer; GatewayError for a body that cannot be sent at all
 */
export async function withRepair<T>(
  deps: RepairDeps,
  place: RepairPlace,
  prepare: (unsupported: readonly RequestParameter[]) => PreparedBody,
  send: (sent: PreparedBody) => Promise<T>,
): Promise<T> {
  const { sent } = withoutSuspects(deps, place, prepare)
  const first = await settled(send(sent))
  if (first.ok) return accepted(deps, place, sent, first.value)
  const repair = repairOf(first.error, sent)
  const repaired = repair && tryPrepare(prepare, repair.leftOut)
  if (!repaired) throw first.error
  const second = await settled(send(repaired))
  // Another complaint means that this one was met: the next call gets one further.
  if (second.ok || isOtherComplaint(first.error, second.error)) learn(deps, place, repair, first.error)
  if (second.ok) return accepted(deps, place, repaired, second.value)
  throw new AttemptFailed(
    {
      ...second.error.failure,
      reason: `${second.error.failure.reason} (sent again without ${namesOf(repair.leftOut)})`,
    },
    second.error.end.kind,
  )
}

type Settled<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AttemptFailed }

async function settled<T>(sending: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await sending }
  } catch (error) {
    if (error instanceof AttemptFailed) return { ok: false, error }
    throw error
  }
}

function accepted<T>(
  { compatibility }: RepairDeps,
  { credential, upstreamModel }: RepairPlace,
  { betas }: PreparedBody,
  value: T,
): T {
  compatibility.accept(credential.id, upstreamModel, betas)
  return value
}

/** Betas that were rejected together lately are left out together. */
export function withoutSuspects(
  { compatibility }: { readonly compatibility: Pick<CompatibilityCache, 'suspected'> },
  { credential, upstreamModel }: Pick<RepairPlace, 'credential' | 'upstreamModel'>,
  prepare: (unsupported: readonly RequestParameter[]) => PreparedBody,
): { readonly sent: PreparedBody; readonly suspects: readonly string[] } {
  const usual = prepare([])
  const suspects = compatibility.suspected(credential.id, upstreamModel, usual.betas)
  const sent = suspects.length === 0 ? usual : prepare(suspects.map((name) => ({ kind: 'beta', name })))
  return { sent, suspects }
}

function repairOf({ failure }: AttemptFailed, sent: PreparedBody): Repair | null {
  if (failure.kind !== 'invalid_request' || failure.answer.kind !== 'gateway') return null
  const { status, message } = failure.answer.error
  return repairAfter({ status, message }, sent)
}

/** Null when nothing worth sending is left without them. */
function tryPrepare(
  prepare: (unsupported: readonly RequestParameter[]) => PreparedBody,
  unsupported: readonly RequestParameter[],
): PreparedBody | null {
  try {
    return prepare(unsupported)
  } catch (error) {
    if (error instanceof GatewayError) return null
    throw error
  }
}

function isOtherComplaint(first: AttemptFailed, second: AttemptFailed): boolean {
  return (
    second.failure.kind === 'invalid_request' &&
    wordsOf(second.failure).message !== wordsOf(first.failure).message
  )
}

function learn(
  { compatibility, log, now }: RepairDeps,
  { call, candidate, credential, upstreamModel }: RepairPlace,
  { leftOut, isGuess }: Repair,
  { failure }: AttemptFailed,
): void {
  const where = { credentialId: credential.id, upstreamModel }
  const reason = secretHider(candidate.secret)(failure.reason)
  const learnedAt = now()
  const { requestId } = call
  const { accountId } = credential
  const about = { requestId, accountId, upstreamModel, reason }
  const unsupported = isGuess ? foundOut(compatibility, where, leftOut) : leftOut
  if (unsupported.length === 0) {
    log.info(
      { ...about, unsupported: namesOf(leftOut) },
      'Bedrock rejected one of these: they are left out together',
    )
    return
  }
  compatibility.note(unsupported.map(({ kind, name }) => ({ kind, name, ...where, reason, learnedAt })))
  log.info(
    { ...about, unsupported: namesOf(unsupported) },
    'Bedrock rejected parts of a request: from now on they are left out there',
  )
}

/** Nothing, while it may be one or the other: what is stored holds for every project. */
function foundOut(
  compatibility: CompatibilityCache,
  { credentialId, upstreamModel }: { readonly credentialId: string; readonly upstreamModel: string },
  betas: readonly RequestParameter[],
): readonly RequestParameter[] {
  const names = betas.map(({ name }) => name)
  const name = compatibility.suspect(credentialId, upstreamModel, names)
  return name === null ? [] : [{ kind: 'beta', name }]
}

function namesOf(unsupported: readonly RequestParameter[]): string {
  return unsupported.map(({ kind, name }) => `${kind} ${name}`).join(', ')
}
