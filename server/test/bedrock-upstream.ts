// An upstream that answers what a test has prepared, in order, and the adapter that calls it.
import { makeBedrockAdapter } from '../src/adapters/providers/bedrock/bedrock-adapter.ts'
import type { BedrockUrls } from '../src/adapters/providers/bedrock/bedrock-urls.ts'
import { makeCompatibilityCache, type UnsupportedParameter } from '../src/core/models/compatibility-cache.ts'
import type { ModelOverride } from '../src/core/models/model-override.ts'
import type { AwsSigner } from '../src/core/upstream/aws-signer.ts'
import type { MessagesCall, MessagesOperation } from '../src/core/upstream/provider.ts'
import { headerValue } from '../src/core/upstream/raw-headers.ts'
import type { HttpRequest, Transport } from '../src/core/upstream/transport.ts'
import { oneChunk } from '../src/core/wire/bytes.ts'
import { viewBody } from '../src/core/wire/body-view.ts'
import { NO_SIGNER } from './bedrock-exchange.ts'
import { recordingLog } from './recording-log.ts'

const DAY = new Date('2026-11-22T12:00:00Z')

export interface GivenAnswer {
  readonly status?: number
  readonly headers?: readonly string[]
  readonly body: string | Uint8Array
}

/** An answer, an error to throw, or silence until the signal aborts. */
export type Given = GivenAnswer | Error | 'silence'

export interface SentRequest {
  readonly url: string
  readonly body: string
  header(name: string): string | undefined
}

export interface UpstreamOptions {
  readonly overrides?: readonly ModelOverride[]
  readonly signer?: AwsSigner
  readonly countsOnMantle?: boolean
  readonly silenceMs?: number
}

export function bedrockUpstream(given: readonly Given[], options: UpstreamOptions = {}) {
  const left = [...given]
  const sent: SentRequest[] = []
  const saved: UnsupportedParameter[] = []
  const { log, logged } = recordingLog()
  const urls: BedrockUrls = {
    runtime: 'https://runtime.{region}.test',
    mantle: 'https://mantle.{region}.test',
    control: 'https://control.{region}.test',
    countsOnMantle: options.countsOnMantle ?? true,
  }
  const transport: Transport = {
    send(request, signal) {
      sent.push(shown(request))
      return give(left.shift(), signal)
    },
  }
  const compatibility = makeCompatibilityCache({
    now: () => new Date(),
    store: { save: (learned) => Promise.resolve(void saved.push(...learned)) },
    onStoreError: (error) => {
      throw error
    },
  })
  const adapter = makeBedrockAdapter({
    transport,
    signer: options.signer ?? NO_SIGNER,
    log,
    urls,
    compatibility,
    overrides: () => options.overrides ?? [],
    now: () => DAY,
    silenceMs: options.silenceMs ?? 1000,
  })
  return { adapter, sent, compatibility, saved, logged }
}

function shown({ url, headers, body }: HttpRequest): SentRequest {
  return {
    url: url.href,
    body: body instanceof Uint8Array ? new TextDecoder().decode(body) : '',
    header: (name) => headerValue(headers, name),
  }
}

async function give(given: Given | undefined, signal: AbortSignal) {
  if (given === undefined) throw new TypeError('more requests than answers')
  if (given instanceof Error) throw given
  if (given === 'silence') {
    signal.throwIfAborted()
    const { promise, reject } = Promise.withResolvers<never>()
    signal.addEventListener('abort', () => reject(signal.reason as Error))
    return promise
  }
  const { status = 200, headers = ['content-type', 'application/json'], body } = given
  return { status, headers, body: oneChunk(typeof body === 'string' ? new TextEncoder().encode(body) : body) }
}

export function messagesCall(
  fields: object = {},
  options: { operation?: MessagesOperation; headers?: readonly string[] } = {},
): MessagesCall {
  const messages = [{ role: 'user', content: 'hi' }]
  const body = new TextEncoder().encode(JSON.stringify({ model: 'claude-haiku-4-5', messages, ...fields }))
  return {
    operation: options.operation ?? 'messages',
    requestId: 'req_1',
    query: '',
    headers: options.headers ?? [],
    body,
    plainBody: body,
    view: viewBody(body),
  }
}
