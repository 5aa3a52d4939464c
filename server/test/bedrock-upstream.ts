// An upstream that answers what a test has prepared, in order, and the adapter that calls it.
import { makeBedrockAdapter } from '../src/adapters/providers/bedrock/bedrock-adapter.ts'
import type { BedrockUrls } from '../src/adapters/providers/bedrock/bedrock-urls.ts'
import { Secret, type BedrockApiKeyCredential } from '../src/core/credentials/credential.ts'
import type { Logger } from '../src/core/log.ts'
import { makeRefusalBook, type LearnedRefusal } from '../src/core/models/learned-refusals.ts'
import type { ModelOverride } from '../src/core/models/model-override.ts'
import type { AwsSigner } from '../src/core/upstream/aws-signer.ts'
import type { Candidate, MessagesCall, MessagesOperation } from '../src/core/upstream/provider.ts'
import { headerValue } from '../src/core/upstream/raw-headers.ts'
import type { HttpRequest, Transport } from '../src/core/upstream/transport.ts'
import { viewBody } from '../src/core/wire/body-view.ts'
import { NO_SIGNER } from './bedrock-exchange.ts'

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
  const saved: LearnedRefusal[] = []
  const logged: [string, unknown][] = []
  const log = (level: string) => (fields: unknown) => void logged.push([level, fields])
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
  const refusals = makeRefusalBook({
    store: { save: (learned) => Promise.resolve(void saved.push(...learned)) },
    onStoreError: (error) => {
      throw error
    },
  })
  const adapter = makeBedrockAdapter({
    transport,
    signer: options.signer ?? NO_SIGNER,
    log: { info: log('info'), warn: log('warn') } as unknown as Logger,
    urls,
    refusals,
    overrides: () => options.overrides ?? [],
    now: () => DAY,
    silenceMs: options.silenceMs ?? 1000,
  })
  return { adapter, sent, refusals, saved, logged }
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
  return { status, headers, body: once(typeof body === 'string' ? new TextEncoder().encode(body) : body) }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}

export function bedrockCandidate(changes: Partial<BedrockApiKeyCredential> = {}): Candidate {
  return {
    credential: {
      provider: 'bedrock',
      method: 'api_key',
      id: 'c1',
      accountId: 'acc_aws',
      name: 'AWS',
      endpointUrl: null,
      enabled: true,
      createdAt: DAY,
      updatedAt: DAY,
      keyPreview: null,
      region: 'us-east-1',
      surface: 'invoke',
      geography: 'us',
      expiresAt: null,
      ...changes,
    },
    secret: { method: 'api_key', apiKey: new Secret('ABSKvault') },
  }
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
