// Tries a credential, stored or still a draft: with one small message, or with the whole conformance list.
import type { ProbeCredential, ProbeResult } from '@headgate/shared/credentials'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { ReadStores, Transact } from '../admin/unit-of-work.ts'
import type { Grants } from '../oauth/tokens/grants.ts'
import { withUntriedToken, type UntriedToken } from '../oauth/federation/untried-token.ts'
import type { ConformancePorts } from '../conformance/perform-request.ts'
import { runConformance, type ConformanceReport } from '../conformance/run-conformance.ts'
import type { HealthBook } from '../routing/health-book.ts'
import type { VaultCandidate } from '../upstream/provider.ts'
import { checkEndpoint, type EndpointGuard } from './endpoint-guard.ts'
import { newCredential } from './new-credential.ts'
import { PROBE_MODEL } from './try-secret.ts'
import { bedrockOf } from '../upstream/of-provider.ts'

export interface ProbeCredentialPorts extends ConformancePorts {
  readonly read: ReadStores
  readonly transact: Transact
  readonly endpointGuard: EndpointGuard
  readonly grants: Grants
  readonly health: Pick<HealthBook, 'forget'>
  readonly newId: () => string
  readonly newRequestId: () => string
  readonly now: () => Date
}

/** A failed probe is a result, not an error. @throws DomainError `not_found` for an unknown id, `invalid` for a bad endpoint. */
export async function probeCredential(
  ports: ProbeCredentialPorts,
  actor: Actor,
  input: ProbeCredential,
): Promise<ProbeResult> {
  const draft = 'draft' in input
  const found = draft ? await draftCandidate(ports, input.draft) : await storedCandidate(ports, input.id)
  const { credential } = found
  const modelName = input.model ?? PROBE_MODEL
  const scope = (input.conformance ?? !draft) ? 'all' : 'first'
  // A stored one gets its token as for any call.
  const ready: UntriedToken = draft
    ? await withUntriedToken(ports.grants, found, ports.now)
    : { kind: 'ready', candidate: found }
  const { first, checks, target } =
    ready.kind === 'ready'
      ? await runConformance(ports, ready.candidate, modelName, scope)
      : withoutToken(ready, ports.newRequestId())
  const summary = {
    ok: first.ok,
    model: modelName,
    upstreamModel: target.upstreamModel,
    region: bedrockOf(credential)?.region ?? null,
    status: first.status,
    latencyMs: first.latencyMs,
    error: first.error,
    requestId: first.requestId,
  }
  const results = Object.fromEntries(checks.map(({ name, result }) => [name, result]))
  await ports.transact(async ({ audit }) => {
    await audit.append({
      actor,
      action: 'credential.probe',
      target: { kind: 'credential', id: credential.id },
      before: null,
      after: { accountId: credential.accountId, draft, ...summary, checks: results },
    })
  })
  if (first.ok) await ports.health.forget(credential.id)
  return { ...summary, checks: [...checks] }
}

/** No call was made. */
function withoutToken(
  { rejection: { status, reason } }: Extract<UntriedToken, { kind: 'rejected' }>,
  requestId: string,
): ConformanceReport {
  const error = `There is no access token: ${reason}`
  const first = { ok: false, status, error, requestId, latencyMs: 0 }
  return { target: { upstreamModel: null, model: null }, first, checks: [] }
}

async function storedCandidate({ read }: ProbeCredentialPorts, id: string): Promise<VaultCandidate> {
  return read(async ({ credentials }) => {
    const credential = required(await credentials.get(id), 'The credential')
    return { credential, secret: await credentials.secretOf(id) }
  })
}

async function draftCandidate(
  { endpointGuard, newId, now }: ProbeCredentialPorts,
  draft: Extract<ProbeCredential, { draft: unknown }>['draft'],
): Promise<VaultCandidate> {
  await checkEndpoint(endpointGuard, draft.endpointUrl ?? null)
  return newCredential(draft, newId(), now())
}
