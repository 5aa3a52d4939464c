// From the model a client names to the id Bedrock is called with, by the credential's region and geography.
import type { Geography } from '@headgate/shared/providers'
import type { CatalogModel, ProfilePrefix } from './catalog.ts'
import { closeModelNames, parseModelId } from './parse-model-id.ts'

export type BedrockResolution =
  | {
      readonly ok: true
      /** Model id, profile id or ARN as Bedrock takes it, not yet escaped. */
      readonly upstreamId: string
      /** Null where the id does not tell which model it is. */
      readonly model: CatalogModel | null
    }
  | { readonly ok: false; readonly problem: 'invalid' | 'not_found'; readonly message: string }

/** Profiles that can be called from a region, nearest first. AWS, "Supported Regions for inference profiles". */
const REGION_PROFILES: readonly (readonly [RegExp, readonly ProfilePrefix[]])[] = [
  [/^us-gov-/, ['us-gov']],
  [/^cn-|^us-iso|^eu-isoe|^eusc-/, []],
  [/^(?:us|ca)-/, ['us']],
  [/^eu-/, ['eu']],
  [/^ap-northeast-[13]$/, ['jp', 'apac']],
  [/^ap-southeast-[24]$/, ['au', 'apac']],
  [/^ap-/, ['apac']],
]
const NO_GLOBAL = /^us-gov-|^cn-|^us-iso|^eu-isoe|^eusc-/

/**
 * Anthropic names are resolved through the catalogue; Bedrock ids, profile ids and ARNs pass as they are.
 * `auto` prefers the global profile (offered at list price), then the region's own, then the bare id.
 */
export function resolveBedrockModel(
  requested: string,
  place: { readonly region: string; readonly geography: Geography },
): BedrockResolution {
  const parsed = parseModelId(requested)
  if (parsed.kind === 'invalid') return { ok: false, problem: 'invalid', message: parsed.reason }
  if (parsed.kind !== 'anthropic') return { ok: true, upstreamId: parsed.id, model: parsed.model }
  const { model } = parsed
  if (model === null) {
    const names = closeModelNames(parsed.name).join(', ')
    return notFound(
      `model: ${shorten(parsed.name)} is not a model this gateway knows on Bedrock. Close names: ${names}.`,
    )
  }
  if (model.bedrockId === null) return notFound(`model: ${model.id} is not offered on Bedrock.`)
  const bare = { ok: true, upstreamId: model.bedrockId, model } as const
  if (place.geography === 'none') return bare
  if (place.geography !== 'auto') {
    if (model.profiles.includes(place.geography)) return through(place.geography, model, model.bedrockId)
    return notFound(
      `model: ${model.id} has no ${place.geography} inference profile on Bedrock. ${offered(model)}`,
    )
  }
  const near = REGION_PROFILES.find(([region]) => region.test(place.region))?.[1] ?? []
  const reachable: readonly ProfilePrefix[] = NO_GLOBAL.test(place.region) ? near : ['global', ...near]
  const prefix = reachable.find((candidate) => model.profiles.includes(candidate))
  if (prefix !== undefined) return through(prefix, model, model.bedrockId)
  if (model.bareOnDemand || model.profiles.length === 0) return bare
  return notFound(`model: ${model.id} cannot be reached from ${place.region} on Bedrock. ${offered(model)}`)
}

function through(prefix: ProfilePrefix, model: CatalogModel, bedrockId: string): BedrockResolution {
  return { ok: true, upstreamId: `${prefix}.${bedrockId}`, model }
}

function offered(model: CatalogModel): string {
  return model.profiles.length === 0
    ? 'It has no inference profiles.'
    : `It is offered through these geographies: ${model.profiles.join(', ')}.`
}

function notFound(message: string): BedrockResolution {
  return { ok: false, problem: 'not_found', message }
}

function shorten(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}...` : name
}
