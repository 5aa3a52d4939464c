// Sends a body once more without what Bedrock refused of it, and remembers that for the next time.
import type { Logger } from '../../../core/log.ts'
import type { RefusalBook, Refusable } from '../../../core/models/learned-refusals.ts'
import { secretHider } from '../../../core/upstream/hide-secret.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import type { BedrockCall } from './bedrock-call.ts'
import { AttemptFailed, wordsOf } from './exchange.ts'
import { repairAfter } from './request/repair.ts'
import type { PreparedBody } from './request/request-body.ts'

export interface RepairDeps {
  readonly refusals: RefusalBook
  readonly log: Logger
  readonly now: () => Date
}

export interface RepairPlace extends Pick<BedrockCall, 'call' | 'candidate' | 'credential'> {
  /** As it is called there: what is refused depends on it. */
  readonly upstreamModel: string
}

/**
 * @param prepare makes the body without these, besides what is left out anyway
 * @param send resolves when the answer is a success as far as is known, before any of it reaches the client
 * @throws AttemptFailed with the last answer; GatewayError for a body that cannot be sent at all
 */
export async function withRepair<T>(
  deps: RepairDeps,
  place: RepairPlace,
  prepare: (refused: readonly Refusable[]) => PreparedBody,
  send: (sent: PreparedBody) => Promise<T>,
): Promise<T> {
  const sent = prepare([])
  const first = await settled(send(sent))
  if (first.ok) return accepted(deps, place, sent, first.value)
  const refused = repairOf(deps, place, first.error, sent)
  const repaired = refused && tryPrepare(prepare, refused)
  if (!repaired) throw first.error
  const second = await settled(send(repaired))
  // Another complaint means that this one was met: the next call gets one further.
  if (second.ok || isOtherComplaint(first.error, second.error)) learn(deps, place, refused, first.error)
  if (second.ok) return accepted(deps, place, repaired, second.value)
  throw new AttemptFailed(
    {
      ...second.error.failure,
      reason: `${second.error.failure.reason} (sent again without ${namesOf(refused)})`,
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
  { refusals }: RepairDeps,
  { credential, upstreamModel }: RepairPlace,
  { betas }: PreparedBody,
  value: T,
): T {
  refusals.accept(credential.id, upstreamModel, betas)
  return value
}

function repairOf(
  { refusals }: RepairDeps,
  { credential, upstreamModel }: RepairPlace,
  { failure }: AttemptFailed,
  sent: PreparedBody,
): readonly Refusable[] | null {
  if (failure.kind !== 'invalid_request' || failure.answer.kind !== 'gateway') return null
  const { status, message } = failure.answer.error
  return repairAfter({ status, message }, sent, (beta) =>
    refusals.isAccepted(credential.id, upstreamModel, beta),
  )
}

/** Null when nothing worth sending is left without them. */
function tryPrepare(
  prepare: (refused: readonly Refusable[]) => PreparedBody,
  refused: readonly Refusable[],
): PreparedBody | null {
  try {
    return prepare(refused)
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
  { refusals, log, now }: RepairDeps,
  { call, candidate, credential, upstreamModel }: RepairPlace,
  refused: readonly Refusable[],
  { failure }: AttemptFailed,
): void {
  const where = { credentialId: credential.id, upstreamModel }
  const reason = secretHider(candidate.secret)(failure.reason)
  const learnedAt = now()
  refusals.note(refused.map(({ kind, name }) => ({ kind, name, ...where, reason, learnedAt })))
  const { requestId } = call
  const { accountId } = credential
  log.info(
    { requestId, accountId, upstreamModel, refused: namesOf(refused), reason },
    'Bedrock refused parts of a request: from now on they are left out there',
  )
}

function namesOf(refused: readonly Refusable[]): string {
  return refused.map(({ kind, name }) => `${kind} ${name}`).join(', ')
}
