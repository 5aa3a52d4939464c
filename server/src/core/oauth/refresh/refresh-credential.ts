import type { CredentialView } from '@headgate/shared/credentials'
import type { Actor } from '../../admin/actor.ts'
import { DomainError, required } from '../../admin/domain-error.ts'
import type { ReadStores, Transact } from '../../admin/unit-of-work.ts'
import { viewStored, type HealthOf } from '../../credentials/view-stored.ts'
import { FEDERATION_REJECTED } from '../../credentials/credential-status.ts'
import type { RefreshProblem } from './refresh-problem.ts'
import type { Grants } from '../tokens/grants.ts'
import type { Refresher, RefreshOutcome } from './refresher.ts'
import { renewsItself } from './renewable.ts'

export interface RefreshCredentialPorts {
  readonly read: ReadStores
  readonly transact: Transact
  readonly refresher: Pick<Refresher, 'refresh'>
  readonly grants: Grants
  readonly healthOf: HealthOf
  readonly now: () => Date
}

/** Renews the access token now, whatever failed before. @throws DomainError `not_found`, `invalid`, `upstream`. */
export async function refreshCredential(
  ports: RefreshCredentialPorts,
  actor: Actor,
  { id }: { id: string },
): Promise<CredentialView> {
  const { read, transact, refresher, healthOf, now } = ports
  const stored = required(await read(({ credentials }) => credentials.get(id)), 'The credential')
  if (!renewsItself(stored))
    throw new DomainError(
      'invalid',
      `id: the credential uses ${stored.method}; only oauth and workload_identity are refreshed.`,
    )
  const unavailable = ports.grants[stored.method].unavailable()
  if (unavailable !== null) throw new DomainError('invalid', unavailable)
  const outcome = await refresher.refresh(id, { kind: 'asked', at: now() })
  const error = failureOf(outcome)
  const view = await transact(async ({ credentials, audit }) => {
    await audit.append({
      actor,
      action: 'credential.refresh',
      target: { kind: 'credential', id },
      before: null,
      after: { accountId: stored.accountId, outcome: outcome.kind, error: error?.message ?? null },
    })
    const renewed = required(await credentials.get(id), 'The credential')
    return viewStored(credentials, renewed, healthOf, now())
  })
  if (error) throw error
  return view
}

const FAILURE_WORDS: Readonly<Record<RefreshProblem['state'], string>> = {
  sign_in_again: 'Sign in again, the refresh token was rejected:',
  federation_rejected: `${FEDERATION_REJECTED}:`,
  retrying: 'The access token could not be renewed now:',
}

function failureOf(outcome: RefreshOutcome): DomainError | null {
  switch (outcome.kind) {
    case 'renewed':
    case 'current':
      return null
    case 'failed': {
      const { state, reason } = outcome.problem
      return new DomainError('upstream', `${FAILURE_WORDS[state]} ${reason}`)
    }
    case 'gone':
      return new DomainError('not_found', 'The credential does not exist.')
    case 'waiting':
    case 'busy':
    case 'unavailable':
      return new DomainError('upstream', 'The access token could not be renewed now. Try again in a moment.')
  }
}
