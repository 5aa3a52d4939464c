// Where the tokens of a prompt can be counted on AWS, best first.
import type { BedrockCredential } from '../../../../core/credentials/credential.ts'
import type { CatalogModel } from '../../../../core/models/catalog.ts'
import { parseModelId } from '../../../../core/models/parse-model-id.ts'
import { HOST_OF_SURFACE, type BedrockUrls, type InferenceHost } from '../bedrock-urls.ts'

export interface CountingRoute {
  readonly host: InferenceHost
  /** The model as this host names it, without a profile prefix: counting takes none. */
  readonly modelId: string
  /** Whether it is the host that the credential is for. */
  readonly isOwn: boolean
}

/**
 * Mantle counts for newer models, CountTokens of the runtime for few older ones; both count for free. Empty when it
 * is not known which model is behind the id.
 */
export function countingRoutes(
  urls: Pick<BedrockUrls, 'countsOnMantle'>,
  { surface }: Pick<BedrockCredential, 'surface'>,
  { upstreamId, model }: { readonly upstreamId: string; readonly model: CatalogModel | null },
): CountingRoute[] {
  const own = HOST_OF_SURFACE[surface]
  if (own === 'mantle') return [{ host: 'mantle', modelId: upstreamId, isOwn: true }]
  const mantleId = urls.countsOnMantle ? (model?.mantleId ?? null) : null
  const runtimeId = model === null ? bareIdOf(upstreamId) : model.bedrockId
  return [
    ...(mantleId === null ? [] : [{ host: 'mantle', modelId: mantleId, isOwn: false } as const]),
    ...(runtimeId === null ? [] : [{ host: 'runtime', modelId: runtimeId, isOwn: true } as const]),
  ]
}

/** An ARN of an application profile tells no model. */
function bareIdOf(upstreamId: string): string | null {
  const parsed = parseModelId(upstreamId)
  return parsed.kind === 'bedrock' ? parsed.id.slice(parsed.id.indexOf('anthropic.')) : null
}
