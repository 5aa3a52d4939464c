import type { SavedCredential, UpdateCredential } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import type { VaultCandidate } from '../upstream/provider.ts'
import { applyUpdate, type UpdatedCredential } from './apply-update.ts'
import { auditedCredential } from './credential-view.ts'
import { checkEndpoint, type EndpointGuard } from './endpoint-guard.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'
import type { FirstExchange } from '../oauth/federation/first-exchange.ts'
import type { HealthBook } from '../routing/health-book.ts'
import { keepTried, rejectSecret, trySecret, type TrySecretPorts } from './try-secret.ts'
import { viewStored } from './view-stored.ts'

export interface UpdateCredentialPorts extends TrySecretPorts {
  readonly read: ReadStores
  readonly endpointGuard: EndpointGuard
  readonly firstExchange: FirstExchange
  readonly health: Pick<HealthBook, 'get' | 'forget'>
}

/**
 * A secret that comes along is tried where it is to be used from then on, unless with `force`. Where nothing answers it
 * is stored with a warning: an address may be entered before it can be reached.
 * @throws DomainError `not_found`; `invalid` when the change does not fit, the endpoint is not allowed or the secret is
 * rejected, `upstream` when that cannot be told. Nothing is changed then.
 */
export async function updateCredential(
  ports: UpdateCredentialPorts,
  actor: Actor,
  input: UpdateCredential,
): Promise<SavedCredential> {
  const { transact, endpointGuard, firstExchange, health, now } = ports
  await checkEndpoint(endpointGuard, input.endpointUrl ?? null)
  const { tried, warning } = await triedSecret(ports, actor, input)
  const { credential, view } = await transact(async ({ credentials, audit }) => {
    const stored = required(await credentials.get(input.id), 'The credential')
    const { credential, secret } = withTried(tried, applyUpdate(stored, input, now()))
    await credentials.update(credential, secret)
    await audit.append({
      actor,
      action: 'credential.update',
      target: { kind: 'credential', id: credential.id },
      before: auditedCredential(stored),
      after: { ...auditedCredential(credential), secretChanged: secret !== null, tried: tried !== null },
    })
    const viewed = await viewStored(credentials, credential, secret ? () => null : health.get, now())
    const warnings = secret ? kindModuleOf(credential).warnings(credential, secret, now()) : []
    const view = { ...viewed, warnings: warning === null ? warnings : [warning, ...warnings] }
    return { credential, view }
  })
  if (input.secret === undefined) return view
  await health.forget(input.id)
  firstExchange(credential)
  return view
}

interface Tried {
  /** Secret that worked; null when there is no new secret or it is stored untried. */
  readonly tried: VaultCandidate | null
  readonly warning: string | null
}

const UNTRIED: Tried = { tried: null, warning: null }

async function triedSecret(
  ports: UpdateCredentialPorts,
  actor: Actor,
  input: UpdateCredential,
): Promise<Tried> {
  if (input.secret === undefined || input.force === true) return UNTRIED
  const found = await ports.read(({ credentials }) => credentials.get(input.id))
  const { credential, secret } = applyUpdate(required(found, 'The credential'), input, ports.now())
  if (secret === null) return UNTRIED
  const untried = { credential, secret }
  const trial = await trySecret(ports, untried, input.model)
  if (trial.kind === 'works') return { tried: trial.candidate, warning: null }
  if (trial.kind === 'silent') {
    const reason = trial.failure.error ?? 'no reason given'
    return { tried: null, warning: `The secret is stored untried, for nothing answered: ${reason}` }
  }
  return rejectSecret(ports, actor, 'credential.update_rejected', untried, {
    ...trial.failure,
    model: input.model,
  })
}

function withTried(
  tried: VaultCandidate | null,
  { credential, secret }: UpdatedCredential,
): UpdatedCredential {
  return tried && secret ? keepTried(tried, { credential, secret }) : { credential, secret }
}
