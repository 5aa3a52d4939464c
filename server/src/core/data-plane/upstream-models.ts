// What Anthropic lists for the credentials of a pool, kept for some minutes: a list that is merged is asked for often.
import type { ListedModel } from '../models/listed-model.ts'
import { parseModelPage } from '../models/parse-model-page.ts'
import type { CallPort, Candidate, PlainCall } from '../upstream/provider.ts'
import { readAll } from '../upstream/read-all.ts'

export interface UpstreamModelsDeps {
  readonly anthropicPaths: CallPort<PlainCall>
  readonly now: () => Date
}

const KEPT_MS = 5 * 60_000
/** After a failure: long enough not to hold up every list, short enough to come back soon. */
const FAILED_MS = 30_000
/** Claude Code waits 3 s for the whole answer. */
const TIMEOUT_MS = 2_000
const MAX_BYTES = 8 * 2 ** 20

interface Known {
  /** Changes with the credential's secret and address. */
  readonly version: number
  readonly until: number
  readonly models: Promise<readonly ListedModel[]>
}

export type UpstreamModels = (candidates: readonly Candidate[], signal: AbortSignal) => Promise<ListedModel[]>

/** Credentials that do not answer in time add nothing. */
export function makeUpstreamModels(deps: UpstreamModelsDeps): UpstreamModels {
  const kept = new Map<string, Known>()

  async function ask(candidate: Candidate): Promise<readonly ListedModel[]> {
    const call = {
      requestId: 'models',
      method: 'GET',
      url: '/v1/models?limit=1000',
      headers: [
        'anthropic-version',
        '2023-06-01',
        'accept',
        'application/json',
        'accept-encoding',
        'identity',
      ],
      body: null,
    }
    const result = await deps.anthropicPaths.attempt(call, candidate, AbortSignal.timeout(TIMEOUT_MS))
    if (result.kind !== 'answer' || result.answer.status !== 200)
      throw new Error('The upstream lists no models')
    const bytes = await readAll(result.answer.body, MAX_BYTES)
    if (bytes === null) throw new Error('The list of models is too long')
    return parseModelPage(new TextDecoder().decode(bytes))
  }

  function modelsOf(candidate: Candidate): Promise<readonly ListedModel[]> {
    const { credential } = candidate
    if (credential.id === null) return Promise.resolve([])
    const { id } = credential
    const version = credential.updatedAt.getTime()
    const now = deps.now().getTime()
    const known = kept.get(id)
    if (known && known.version === version && known.until > now) return known.models
    for (const [other, { until }] of kept) if (until <= now) kept.delete(other)
    const models = ask(candidate).catch(() => {
      kept.set(id, { version, until: deps.now().getTime() + FAILED_MS, models: Promise.resolve([]) })
      return []
    })
    kept.set(id, { version, until: now + KEPT_MS, models })
    return models
  }

  return async (candidates, signal) => {
    const lists = await Promise.all(candidates.map(modelsOf))
    signal.throwIfAborted()
    return lists.flat()
  }
}
