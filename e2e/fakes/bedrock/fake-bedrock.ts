// A scripted stand-in for the Bedrock runtime with API keys.
import { startRecordingServer, type Exchange, type ServerOptions } from '../http-server.ts'
import {
  makeBehaviourQueue,
  makeScriptedFake,
  type BehaviourQueue,
  type ScriptedFake,
} from '../scripted-fake.ts'
import { answerInvocation } from './answer-invocation.ts'
import { AwsRefusal } from './aws-refusal.ts'
import type { BedrockBehaviour } from './behaviours.ts'
import { checkBody, parseBody } from './check-body.ts'
import { checkCaller, findLeaks, type Leak } from './check-caller.ts'
import { countTokens } from './count-tokens.ts'
import { decodeModelId, resolveModel } from './model-ids.ts'
import { jsonHeaders } from './response-headers.ts'
import { sendAwsError } from './send-error.ts'

interface FakeBedrockOptions extends ServerOptions {
  /** Read anew for each request. Without it, any value of the right shape passes. */
  readonly apiKeys?: readonly string[]
  /** Accepted besides the known model and profile ids. */
  readonly modelIds?: readonly string[]
}

export interface FakeBedrock extends ScriptedFake<BedrockBehaviour> {
  /** Credentials and cookies of someone else that reached this server, on any path. */
  readonly leaks: readonly Leak[]
}

/** The documented limit of an InvokeModel body. */
const maxBodyBytes = 25_000_000

export async function startFakeBedrock(options: FakeBedrockOptions = {}): Promise<FakeBedrock> {
  const queue = makeBehaviourQueue<BedrockBehaviour>({ kind: 'answer' })
  const leaks: Leak[] = []
  const server = await startRecordingServer(async (exchange) => {
    const found = findLeaks(exchange.request)
    leaks.push(...found)
    try {
      await answerRequest(exchange, queue, found, options)
    } catch (error) {
      if (!(error instanceof AwsRefusal)) throw error
      sendAwsError(exchange, error.error)
    }
  }, options)
  const forgetLeaks = () => {
    leaks.length = 0
  }
  return { ...makeScriptedFake(server, queue, forgetLeaks), leaks }
}

async function answerRequest(
  exchange: Exchange,
  queue: BehaviourQueue<BedrockBehaviour>,
  leaks: readonly Leak[],
  options: FakeBedrockOptions,
): Promise<void> {
  const { request, response } = exchange
  const [, segment, operation] =
    /^POST \/model\/([^/]+)\/(invoke|invoke-with-response-stream|count-tokens)$/.exec(
      `${request.method} ${request.path}`,
    ) ?? []
  if (segment === undefined) return sendUnknownOperation(exchange)
  const behaviour = operation === 'count-tokens' ? undefined : queue.next()
  checkCaller(request, leaks, options.apiKeys)
  if (request.body.byteLength > maxBodyBytes) {
    throw new AwsRefusal({
      status: 413,
      exception: 'RequestEntityTooLargeException',
      message: 'The request body is too large.',
    })
  }
  const modelId = decodeModelId(segment)
  const body = parseBody(request.body)
  if (behaviour === undefined) {
    const counted = countTokens(body, modelId)
    response.writeHead(200, jsonHeaders())
    response.end(JSON.stringify(counted))
    return
  }
  const model = resolveModel(modelId, options.modelIds)
  checkBody(body, model)
  const streamed = operation === 'invoke-with-response-stream'
  await answerInvocation(exchange, { body, streamed, model: model.id }, behaviour)
}

/** What AWS services answer on paths that they do not have, an ARN with an unescaped slash among them. */
function sendUnknownOperation({ response }: Exchange): void {
  response.writeHead(404, [...jsonHeaders(), 'x-amzn-ErrorType', 'UnknownOperationException'])
  response.end('{"Output":{"__type":"com.amazon.coral.service#UnknownOperationException"},"Version":"1.0"}')
}
