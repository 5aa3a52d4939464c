// Tries a credential with the smallest real request, stored or still a draft.
import type { ProbeCredential, ProbeResult } from '@headgate/shared/credentials'
import type { Provider } from '@headgate/shared/providers'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { ReadStores, Transact } from '../admin/unit-of-work.ts'
import type {
  AttemptResult,
  Candidate,
  MessagesCall,
  ProviderAdapter,
  VaultCandidate,
} from '../upstream/provider.ts'
import { viewBody } from '../wire/body-view.ts'
import { checkEndpoint } from './check-endpoint.ts'
import type { HealthBook } from '../routing/health-book.ts'
import type { EndpointGuard } from './endpoint-guard.ts'
import { newCredential } from './new-credential.ts'

export interface ProbeCredentialDeps {
  readonly read: ReadStores
  readonly transact: Transact
  readonly adapters: Readonly<Record<Provider, ProviderAdapter>>
  readonly endpointGuard: EndpointGuard
  readonly health: Pick<HealthBook, 'forget'>
  readonly newId: () => string
  readonly newRequestId: () => string
  readonly now: () => Date
}

/** Small, cheap, and offered by both providers nearly everywhere. */
const PROBE_MODEL = 'claude-haiku-4-5'
const PROBE_TIMEOUT_MS = 30_000

/** A failed probe is a result, not an error. @throws DomainError `not_found` for an unknown id, `invalid` for a bad endpoint. */
export function makeProbeCredential(deps: ProbeCredentialDeps) {
  return async function probeCredential(actor: Actor, input: ProbeCredential): Promise<ProbeResult> {
    const candidate =
      'id' in input ? await storedCandidate(deps, input.id) : await draftCandidate(deps, input.draft)
    const { credential } = candidate
    const call = probeCall(deps.newRequestId(), input.model ?? PROBE_MODEL)
    const adapter = deps.adapters[credential.provider]
    const startedAt = deps.now().getTime()
    const result = await attempt(adapter, call, candidate)
    const probe: ProbeResult = {
      model: call.view.model,
      upstreamModel: adapter.target(call, candidate).upstreamModel,
      region: credential.provider === 'bedrock' ? credential.region : null,
      latencyMs: deps.now().getTime() - startedAt,
      requestId: call.requestId,
      checks: [],
      ...result,
    }
    await deps.transact(async ({ audit }) => {
      await audit.append({
        actor,
        action: 'credential.probe',
        target: { kind: 'credential', id: credential.id },
        before: null,
        after: { accountId: credential.accountId, draft: 'draft' in input, ...probe },
      })
    })
    if (probe.ok) await deps.health.forget(credential.id)
    return probe
  }
}

async function storedCandidate({ read }: ProbeCredentialDeps, id: string): Promise<VaultCandidate> {
  return read(async ({ credentials }) => {
    const credential = required(await credentials.get(id), 'The credential')
    return { credential, secret: await credentials.secretOf(id) }
  })
}

async function draftCandidate(
  { endpointGuard, newId, now }: ProbeCredentialDeps,
  draft: Extract<ProbeCredential, { draft: unknown }>['draft'],
): Promise<VaultCandidate> {
  await checkEndpoint(endpointGuard, draft.endpointUrl ?? null)
  return newCredential(draft, newId(), now())
}

function probeCall(requestId: string, model: string): MessagesCall {
  const body = new TextEncoder().encode(
    JSON.stringify({ model, max_tokens: 1, messages: [{ role: 'user', content: 'ping' }] }),
  )
  const headers = [
    'content-type',
    'application/json',
    'anthropic-version',
    '2023-06-01',
    'user-agent',
    'headgate',
  ]
  return { operation: 'messages', requestId, query: '', headers, body, plainBody: body, view: viewBody(body) }
}

async function attempt(
  adapter: ProviderAdapter,
  call: MessagesCall,
  candidate: Candidate,
): Promise<Pick<ProbeResult, 'ok' | 'status' | 'error'>> {
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS)
  try {
    return await verdict(await adapter.attempt(call, candidate, signal))
  } catch (error) {
    if (!signal.aborted) throw error
    return { ok: false, status: null, error: `No answer within ${PROBE_TIMEOUT_MS / 1000} s.` }
  }
}

async function verdict(result: AttemptResult): Promise<Pick<ProbeResult, 'ok' | 'status' | 'error'>> {
  switch (result.kind) {
    case 'refusal':
      return { ok: false, status: null, error: result.error.message }
    case 'failure':
      return { ok: false, status: result.failure.status, error: result.failure.reason }
    case 'answer': {
      for await (const _chunk of result.answer.body);
      const end = result.answer.end()
      const { status } = result.answer
      return end.kind === 'complete'
        ? { ok: true, status, error: null }
        : { ok: false, status, error: end.kind === 'unread' ? 'The answer was not read.' : end.reason }
    }
  }
}
