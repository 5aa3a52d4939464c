// Serves a Messages call on Bedrock's InvokeModel: the body translated, the answer in Anthropic's form again.
import type { BedrockCredential } from '../../../core/credentials/credential.ts'
import type { Logger } from '../../../core/log.ts'
import { resolveBedrockModel } from '../../../core/models/resolve-bedrock-model.ts'
import {
  MAX_BODY_BYTES,
  type AttemptResult,
  type Candidate,
  type MessagesCall,
  type ProviderAdapter,
} from '../../../core/upstream/provider.ts'
import { filterHeaders, type RawHeaders } from '../../../core/upstream/raw-headers.ts'
import type { HttpRequest, Transport } from '../../../core/upstream/transport.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { invokeOnce } from './invoke-once.ts'
import { invokeStream } from './invoke-stream.ts'
import { bedrockRequestBody } from './request-body.ts'

/** `{region}` stands for the region of a credential. */
export interface BedrockUrls {
  readonly runtime: string
  readonly mantle: string
  /** `/inference-profiles*` */
  readonly control: string
  /** Whether prompts of credentials on other surfaces may be counted on mantle. */
  readonly countsOnMantle: boolean
}

export interface BedrockAdapterDeps {
  readonly transport: Transport
  readonly log: Logger
  /** Hosts for credentials without an `endpointUrl`; `{region}` is replaced. */
  readonly urls: BedrockUrls
  readonly now: () => Date
  /** A stream that is silent for this long gets a ping. */
  readonly silenceMs: number
}

export function makeBedrockAdapter(deps: BedrockAdapterDeps): ProviderAdapter {
  return {
    provider: 'bedrock',

    target(call, candidate) {
      const resolved = resolveBedrockModel(call.view.model, bedrockCredential(candidate))
      return resolved.ok
        ? { upstreamModel: resolved.upstreamId, model: resolved.model }
        : { upstreamModel: null, model: null }
    },

    async attempt(call, candidate, signal): Promise<AttemptResult> {
      const credential = bedrockCredential(candidate)
      const resolved = resolveBedrockModel(call.view.model, credential)
      if (!resolved.ok) {
        const type = resolved.problem === 'invalid' ? 'invalid_request_error' : 'not_found_error'
        return { kind: 'refusal', error: new GatewayError(type, resolved.message) }
      }
      if (Math.max(call.body.length, call.plainBody.length) > MAX_BODY_BYTES.bedrock) {
        return {
          kind: 'refusal',
          error: new GatewayError('request_too_large', 'The request exceeds 20 MB, the limit on Bedrock.'),
        }
      }
      let request: HttpRequest
      try {
        request = buildRequest(
          deps.urls.runtime,
          call,
          candidate,
          resolved.upstreamId,
          bedrockRequestBody(call.plainBody, call.headers, resolved.model),
        )
      } catch (error) {
        if (!(error instanceof GatewayError)) throw error
        return { kind: 'refusal', error }
      }
      const { requestId, view } = call
      const exchange = { requestId, candidate, url: request.url.href, model: resolved.model, signal }
      return view.stream ? invokeStream(deps, exchange, request) : invokeOnce(deps, exchange, request)
    },
  }
}

function bedrockCredential(candidate: Candidate): BedrockCredential {
  if (candidate.credential.provider !== 'bedrock') throw new TypeError('not a Bedrock credential')
  return candidate.credential
}

function buildRequest(
  defaultUrl: string,
  call: MessagesCall,
  candidate: Candidate,
  upstreamId: string,
  body: Uint8Array,
): HttpRequest {
  const { region, endpointUrl } = bedrockCredential(candidate)
  const base = (endpointUrl ?? defaultUrl.replaceAll('{region}', region)).replace(/\/+$/, '')
  const operation = call.view.stream ? 'invoke-with-response-stream' : 'invoke'
  return {
    method: 'POST',
    url: new URL(`${base}/model/${encodeURIComponent(upstreamId)}/${operation}`),
    headers: requestHeaders(call.headers, candidate, call.view.stream),
    body,
  }
}

/**
 * A closed list, unlike towards Anthropic: nothing of the client's but its name and Bedrock's own options goes to
 * AWS, so that no credential, cookie or session of the client ever does.
 */
function requestHeaders(client: RawHeaders, candidate: Candidate, stream: boolean): string[] {
  if (candidate.secret.method !== 'api_key') throw new TypeError('not a Bedrock API key')
  return [
    ...filterHeaders(client, (name) => name === 'user-agent' || name.startsWith('x-amzn-bedrock-')),
    'content-type',
    'application/json',
    'accept',
    stream ? 'application/vnd.amazon.eventstream' : 'application/json',
    'accept-encoding',
    'identity',
    'authorization',
    `Bearer ${candidate.secret.apiKey.reveal()}`,
  ]
}
