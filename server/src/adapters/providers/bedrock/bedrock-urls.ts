// Where Bedrock is reached: two hosts for inference, one for its control plane, by region or as a credential says.
import type { Surface } from '@headgate/shared/providers'
import type { BedrockCredential } from '../../../core/credentials/credential.ts'

/** `{region}` stands for the region of a credential. */
export interface BedrockUrls {
  readonly runtime: string
  readonly mantle: string
  /** `/inference-profiles*` */
  readonly control: string
  /** Whether prompts of credentials on other surfaces may be counted on mantle. */
  readonly countsOnMantle: boolean
}

export type InferenceHost = 'runtime' | 'mantle'

export const HOST_OF_SURFACE: Readonly<Record<Surface, InferenceHost>> = {
  invoke: 'runtime',
  messages: 'runtime',
  mantle: 'mantle',
}

/** An `endpointUrl` replaces the host of the credential's own surface, and no other. */
export function baseUrl(
  urls: Pick<BedrockUrls, InferenceHost>,
  { region, surface, endpointUrl }: Pick<BedrockCredential, 'region' | 'surface' | 'endpointUrl'>,
  host: InferenceHost,
): string {
  const own = HOST_OF_SURFACE[surface] === host ? endpointUrl : null
  return (own ?? urls[host].replaceAll('{region}', region)).replace(/\/+$/, '')
}
