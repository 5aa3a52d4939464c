// What becomes of a feature on each surface, model by model: asked of the translation itself.
import type { Surface } from '@headgate/shared/providers'
import { prepareBody, type PreparedBody } from '../../src/adapters/providers/bedrock/request/prepare-body.ts'
import { CATALOG, type CatalogModel } from '../../src/core/models/catalog.ts'
import { GatewayError } from '../../src/core/wire/anthropic-error.ts'
import type { Feature } from './features.ts'

export const OUTCOMES = ['as sent', 'translated', 'left out', '400'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** Models by what becomes of the feature there. */
export type Verdict = ReadonlyMap<Outcome, readonly CatalogModel[]>

export function modelsOn(surface: Surface): readonly CatalogModel[] {
  return CATALOG.filter(({ bedrockId, mantleId }) => (surface === 'mantle' ? mantleId : bedrockId) !== null)
}

export function verdictOf(feature: Feature, surface: Surface): Verdict {
  const verdict = new Map<Outcome, CatalogModel[]>()
  for (const model of modelsOn(surface)) {
    const outcome = outcomeOf(feature, surface, model)
    verdict.set(outcome, [...(verdict.get(outcome) ?? []), model])
  }
  return verdict
}

/** The betas of those asked for that go out. */
export function betasSent(
  betas: readonly string[],
  surface: Surface,
  model: CatalogModel,
): readonly string[] {
  return prepared({ name: '', betas }, surface, model).betas
}

function outcomeOf(feature: Feature, surface: Surface, model: CatalogModel): Outcome {
  let sent: PreparedBody
  try {
    sent = prepared(feature, surface, model)
  } catch (error) {
    if (error instanceof GatewayError) return '400'
    throw error
  }
  if (feature.version !== undefined) return sent.apiVersion === feature.version ? 'as sent' : 'left out'
  if (isThere(feature, new TextDecoder().decode(sent.bytes))) return 'as sent'
  const usual = new Set(prepared({ name: '' }, surface, model).changes)
  const changes = sent.changes.filter((sentence) => !usual.has(sentence))
  return changes.every((sentence) => sentence.includes(' is left out')) ? 'left out' : 'translated'
}

function isThere({ probe, body = {} }: Feature, sent: string): boolean {
  if (probe !== undefined) return sent.includes(JSON.stringify(probe))
  const [name, value] = Object.entries(body).at(-1)!
  return JSON.stringify((JSON.parse(sent) as Record<string, unknown>)[name]) === JSON.stringify(value)
}

/** What a client sends to use it. */
export function requestFor(
  {
    body = {},
    messages = [{ role: 'user', content: 'Hello' }],
    betas = [],
    stream = false,
    version,
  }: Feature,
  model: string,
): { readonly body: Uint8Array; readonly headers: string[] } {
  const text = JSON.stringify({ model, max_tokens: 1, messages, ...body, ...(stream && { stream }) })
  return {
    body: new TextEncoder().encode(text),
    headers: [
      'anthropic-version',
      version ?? '2023-06-01',
      ...(betas.length > 0 ? ['anthropic-beta', betas.join(',')] : []),
    ],
  }
}

function prepared(feature: Feature, surface: Surface, model: CatalogModel): PreparedBody {
  return prepareBody({
    ...requestFor(feature, model.id),
    model,
    upstreamModel: 'upstream',
    surface,
    stream: feature.stream ?? false,
    unsupported: [],
  })
}
