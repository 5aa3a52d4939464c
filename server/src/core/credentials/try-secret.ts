// Tries a secret, as and where it would be used, before it replaces the one that works, and says why it does not.
import type { Actor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { runConformance, type ConformanceDeps, type FirstCall } from '../conformance/run-conformance.ts'
import type { Grants } from '../oauth/tokens/grants.ts'
import { withTokenOf, withUntriedToken } from '../oauth/federation/untried-token.ts'
import type { VaultCandidate } from '../upstream/provider.ts'
import type { NewCredential } from './kinds/credential-kind.ts'
import { bedrockOf } from '../upstream/of-provider.ts'

export interface TrySecretPorts extends ConformanceDeps {
  readonly transact: Transact
  readonly grants: Grants
  readonly newId: () => string
}

/** Small, cheap, and offered by both providers nearly everywhere. */
export const PROBE_MODEL = 'claude-haiku-4-5'

/** Audit action of the change that was to store the secret. */
type RejectedChange = 'credential.rotate_rejected' | 'credential.update_rejected'

type Failure = Pick<FirstCall, 'status' | 'error'> & { readonly requestId: string | null }

export type SecretTrial =
  /** With the access token that it was tried with. */
  | { readonly kind: 'works'; readonly candidate: VaultCandidate }
  | { readonly kind: 'fails'; readonly failure: Failure }
  /** There was no answer from where it is to be used. */
  | { readonly kind: 'silent'; readonly failure: Failure }

export async function trySecret(
  ports: TrySecretPorts,
  candidate: VaultCandidate,
  model: string = PROBE_MODEL,
): Promise<SecretTrial> {
  // Under an id of its own: what is known or renewed for the stored secret is none of this one's.
  const draft = { ...candidate, credential: { ...candidate.credential, id: ports.newId() } }
  const ready = await withUntriedToken(ports.grants, draft, ports.now)
  if (ready.kind === 'rejected') {
    const { status, reason } = ready.rejection
    return { kind: 'fails', failure: { status, error: reason, requestId: null } }
  }
  const { first } = await runConformance(ports, ready.candidate, model, 'first')
  if (first.ok) return { kind: 'works', candidate: ready.candidate }
  return { kind: first.status === null ? 'silent' : 'fails', failure: first }
}

/** @throws DomainError in the upstream's words: `invalid` when it rejects, `upstream` when that cannot be told. */
export async function workingSecret(
  ports: TrySecretPorts,
  actor: Actor,
  action: RejectedChange,
  candidate: VaultCandidate,
  model?: string,
): Promise<VaultCandidate> {
  const trial = await trySecret(ports, candidate, model)
  return trial.kind === 'works'
    ? trial.candidate
    : rejectSecret(ports, actor, action, candidate, { ...trial.failure, model })
}

/** @throws DomainError, once it is written down. */
export async function rejectSecret(
  ports: Pick<TrySecretPorts, 'transact'>,
  actor: Actor,
  action: RejectedChange,
  { credential }: VaultCandidate,
  { status, error, requestId, model = PROBE_MODEL }: Failure & { readonly model?: string | undefined },
): Promise<never> {
  const { accountId, endpointUrl } = credential
  await ports.transact(({ audit }) =>
    audit.append({
      actor,
      action,
      target: { kind: 'credential', id: credential.id },
      before: null,
      after: { accountId, endpointUrl, model, status, error, requestId },
    }),
  )
  throw rejection({ status, error })
}

function rejection({ status, error }: Pick<Failure, 'status' | 'error'>): DomainError {
  const words = (error ?? 'no reason given').replace(/\.$/, '')
  const kept = 'The old one stays in use. Give the right one, or store this one untried with force.'
  if (status !== null && isRejected(status))
    return new DomainError('invalid', `The new secret was rejected (${status}): ${words}. ${kept}`, {
      reason: 'secret_rejected',
    })
  const answer = status === null ? 'no answer' : `status ${status}`
  return new DomainError(
    'upstream',
    `Whether the new secret works could not be told (${answer}): ${words}. The old one stays in use. Try again, or store it untried with force.`,
    { reason: 'secret_untold' },
  )
}

/** Too many requests, and all that is the upstream's own trouble, tell nothing of the secret. */
function isRejected(status: number): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429
}

/** @returns what is to be stored, with what was tried. @throws DomainError `conflict` when that was for another place. */
export function keepTried(tried: VaultCandidate, changed: NewCredential): NewCredential {
  if (placeOf(changed.credential) !== placeOf(tried.credential))
    throw new DomainError(
      'conflict',
      'Somebody changed the credential in the meantime, so nothing was stored. Try again.',
    )
  return withTokenOf(tried, changed)
}

/** The place a secret is sent to. A secret tried at another place counts as untried. */
function placeOf(credential: VaultCandidate['credential']): string {
  const { endpointUrl } = credential
  const bedrock = bedrockOf(credential)
  return JSON.stringify([endpointUrl, bedrock?.region, bedrock?.surface, bedrock?.geography])
}
