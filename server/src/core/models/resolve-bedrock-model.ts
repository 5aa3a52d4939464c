// From the model a client names to the id Bedrock is called with, by the credential's place and the operator's overrides.
import type { Geography, Surface } from '@headgate/shared/providers'
import type { CatalogModel, ProfilePrefix } from './catalog.ts'
import type { ModelOverride } from './model-override.ts'
import { closeModelNames, parseModelId, type ModelId } from './parse-model-id.ts'

export type BedrockResolution =
  | {
      readonly ok: true
      /** Model id, profile id or ARN as Bedrock takes it, not yet escaped. */
      readonly upstreamId: string
      /** Null where the id does not tell which model it is. */
      readonly model: CatalogModel | null
    }
  | { readonly ok: false; readonly problem: 'invalid' | 'not_found'; readonly message: string }

/** Where a credential calls from. */
export interface BedrockPlace {
  readonly region: string
  readonly geography: Geography
  readonly surface: Surface
}

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
 * An override's upstream model is called instead, and its base model says what is behind the id.
 */
export function resolveBedrockModel(
  requested: string,
  place: BedrockPlace,
  override: Pick<ModelOverride, 'upstreamModel' | 'baseModel'> | null,
): BedrockResolution {
  const { upstreamModel, baseModel } = override ?? { upstreamModel: null, baseModel: null }
  const named = upstreamModel ?? requested
  const parsed = parseModelId(named)
  if (parsed.kind === 'invalid') return { ok: false, problem: 'invalid', message: parsed.reason }
  const base = baseModel === null ? null : modelOf(parseModelId(baseModel))
  // A name of the operator's own stands for the model behind it; what they call instead is called as it stands.
  const known = asKnown(parsed, upstreamModel === null ? base : null)
  if (known === null) {
    if (upstreamModel === null) return unknownModel(named)
    return { ok: true, upstreamId: upstreamModel.trim(), model: base }
  }
  const resolved = place.surface === 'mantle' ? onMantle(known) : onRuntime(known, place)
  return resolved.ok && base !== null ? { ...resolved, model: base } : resolved
}

/** A model of the catalogue by its name, or an id that Bedrock may know. */
type KnownId = NamedModel | Extract<ModelId, { kind: 'bedrock' | 'arn' }>
type NamedModel = { readonly kind: 'named'; readonly model: CatalogModel }

function asKnown(
  parsed: Exclude<ModelId, { kind: 'invalid' }>,
  standsFor: CatalogModel | null,
): KnownId | null {
  if (parsed.kind !== 'anthropic') return parsed
  const model = parsed.model ?? standsFor
  return model && { kind: 'named', model }
}

function modelOf(parsed: ModelId): CatalogModel | null {
  return 'model' in parsed ? parsed.model : null
}

function unknownModel(requested: string): BedrockResolution {
  const names = closeModelNames(requested).join(', ')
  return notFound(
    `model: ${shorten(requested)} is not a model this gateway knows on Bedrock. Close names: ${names}.`,
  )
}

/** Mantle takes bare ids only, and does no routing between regions. */
function onMantle(known: KnownId): BedrockResolution {
  if (known.kind === 'named') return byMantleId(known.model)
  if (known.kind === 'arn' || known.prefix !== null) return notBare(known)
  return known.model === null ? { ok: true, upstreamId: known.id, model: null } : byMantleId(known.model)
}

function byMantleId(model: CatalogModel): BedrockResolution {
  if (model.mantleId !== null) return { ok: true, upstreamId: model.mantleId, model }
  return notFound(`model: ${model.id} is not offered on bedrock-mantle. ${OTHER_SURFACES} can serve it.`)
}

const OTHER_SURFACES = "A credential with the surface 'invoke' or 'messages'"

function notBare({ kind, id, model }: Exclude<KnownId, NamedModel>): BedrockResolution {
  const what = kind === 'arn' ? 'an ARN' : 'the id of an inference profile'
  const instead = model === null || model.mantleId === null ? '' : ` Ask for ${model.id} instead.`
  return {
    ok: false,
    problem: 'invalid',
    message: `model: ${shorten(id)} is ${what}, and bedrock-mantle takes bare model ids only.${instead} ${OTHER_SURFACES} takes it as it is.`,
  }
}

function onRuntime(known: KnownId, place: BedrockPlace): BedrockResolution {
  const { model } = known
  // Mantle has spellings of its own, which the runtime does not know.
  const isMantleSpelling =
    known.kind === 'bedrock' && known.id === model?.mantleId && known.id !== model.bedrockId
  if (known.kind === 'named') return onDemand(known.model, place)
  return isMantleSpelling ? onDemand(model, place) : { ok: true, upstreamId: known.id, model }
}

function onDemand(model: CatalogModel, place: BedrockPlace): BedrockResolution {
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
