// A call to an AWS-native path, as a client that thinks it talks to AWS sent it.
import type { RawHeaders } from './raw-headers.ts'

export const MODEL_OPERATIONS = [
  'invoke',
  'invoke-with-response-stream',
  'count-tokens',
  'converse',
  'converse-stream',
] as const
export type ModelOperation = (typeof MODEL_OPERATIONS)[number]

/** Which path, decoded. */
export type BedrockPath =
  | { readonly kind: 'model'; readonly operation: ModelOperation; readonly modelId: string }
  /** The list when the id is null. */
  | { readonly kind: 'inference_profiles'; readonly profileId: string | null }

export interface BedrockPathCall {
  /** `req_...`, the gateway's id of this call. */
  readonly requestId: string
  readonly path: BedrockPath
  /** Query string with its `?`, or ''. */
  readonly query: string
  readonly headers: RawHeaders
  /** Decompressed; null for profiles. */
  readonly body: Uint8Array | null
}
