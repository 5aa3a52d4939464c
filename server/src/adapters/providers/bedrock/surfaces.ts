// How Bedrock's three surfaces differ on the wire: path, authorization, what a stream is made of.
import type { Surface } from '@headgate/shared/providers'
import { filterHeaders, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import type { Authorization } from './authorize.ts'
import { runtimePath } from './bedrock-urls.ts'
import { decodeFrames } from './response/decode-frames.ts'
import { decodeSse } from './response/decode-sse.ts'
import type { PreparedBody } from './request/prepare-body.ts'
import type { StreamForm } from './response/stream-decoder.ts'

export interface SurfaceRules {
  readonly authorization: Authorization
  readonly path: (upstreamModel: string, stream: boolean) => string
  readonly stream: StreamForm
  /** Version and betas are headers there; on InvokeModel they are in the body. */
  readonly readsHeaders: boolean
}

const FRAMES: StreamForm = {
  mediaType: 'application/vnd.amazon.eventstream',
  isMediaType: /^application\/vnd\.amazon\.eventstream\b/i,
  decoder: decodeFrames,
}
const SERVER_SENT_EVENTS: StreamForm = {
  mediaType: 'text/event-stream',
  isMediaType: /^text\/event-stream\b/i,
  decoder: decodeSse,
}
const NATIVE = {
  path: () => '/anthropic/v1/messages',
  stream: SERVER_SENT_EVENTS,
  readsHeaders: true,
} as const

export const SURFACES: Readonly<Record<Surface, SurfaceRules>> = {
  invoke: {
    authorization: { service: 'bedrock', apiKeyHeader: 'authorization' },
    path: (upstreamModel, stream) =>
      runtimePath(upstreamModel, stream ? 'invoke-with-response-stream' : 'invoke'),
    stream: FRAMES,
    readsHeaders: false,
  },
  messages: { ...NATIVE, authorization: { service: 'bedrock', apiKeyHeader: 'x-api-key' } },
  mantle: { ...NATIVE, authorization: { service: 'bedrock-mantle', apiKeyHeader: 'x-api-key' } },
}

/**
 * A closed list, unlike towards Anthropic: nothing of the client's but its name and Bedrock's own options goes to
 * AWS, so that no credential, cookie or session of the client ever does.
 */
export function requestHeaders(
  client: RawHeaders,
  rules: Pick<SurfaceRules, 'readsHeaders'>,
  accept: string,
  sent: Pick<PreparedBody, 'apiVersion' | 'betas'>,
): string[] {
  const kept = filterHeaders(client, (name) => name === 'user-agent' || name.startsWith('x-amzn-bedrock-'))
  kept.push('content-type', 'application/json', 'accept', accept, 'accept-encoding', 'identity')
  return rules.readsHeaders ? [...kept, ...versionHeaders(sent)] : kept
}

function versionHeaders({ apiVersion, betas }: Pick<PreparedBody, 'apiVersion' | 'betas'>): string[] {
  // Some come out of the client's body, where a name may hold anything.
  const names = betas.filter((beta) => /^[\w.-]+$/.test(beta))
  const version = ['anthropic-version', apiVersion]
  return names.length > 0 ? [...version, 'anthropic-beta', names.join(',')] : version
}
