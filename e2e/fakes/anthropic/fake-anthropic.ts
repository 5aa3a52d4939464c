// A scripted stand-in for the Claude API.
import { fakeId } from '../fake-ids.ts'
import { startRecordingServer, type Exchange, type ServerOptions } from '../http-server.ts'
import { viewRequest } from '../request-view.ts'
import {
  makeBehaviourQueue,
  makeScriptedFake,
  type BehaviourQueue,
  type ScriptedFake,
} from '../scripted-fake.ts'
import { answerMessage, sendError } from './answer-message.ts'
import type { AnthropicBehaviour } from './behaviours.ts'
import { checkCountBody, checkMessageBody } from './check-body.ts'
import { checkCredential, type AcceptedSecrets } from './check-credential.ts'
import { decodeBody } from './decode-body.ts'
import { getModel, listModels } from './models-api.ts'
import { Refusal } from './refusal.ts'
import { responseHeaders } from './response-headers.ts'

interface FakeAnthropicOptions extends ServerOptions, AcceptedSecrets {}

export type FakeAnthropic = ScriptedFake<AnthropicBehaviour>

export async function startFakeAnthropic(options: FakeAnthropicOptions = {}): Promise<FakeAnthropic> {
  const queue = makeBehaviourQueue<AnthropicBehaviour>({ kind: 'answer' })
  const server = await startRecordingServer((exchange) => answerRequest(exchange, queue, options), options)
  return makeScriptedFake(server, queue)
}

async function answerRequest(
  exchange: Exchange,
  queue: BehaviourQueue<AnthropicBehaviour>,
  accepted: AcceptedSecrets,
): Promise<void> {
  const requestId = fakeId('req_')
  const { request } = exchange
  const route = `${request.method} ${request.path}`
  const behaviour = route === 'POST /v1/messages' ? queue.next() : undefined
  try {
    checkCredential(request.headers, accepted)
    if (request.headers['anthropic-version'] === undefined) {
      throw new Refusal(400, 'anthropic-version: header is required')
    }
    if (behaviour !== undefined) {
      const body = decodeBody(request)
      checkMessageBody(body)
      await answerMessage(exchange, body, behaviour, requestId)
      return
    }
    sendJson(exchange, answerOther(exchange, route), requestId)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    sendError(exchange, error.error, requestId)
  }
}

function answerOther({ request }: Exchange, route: string): object {
  if (route === 'GET /v1/models') return listModels()
  const id = /^GET \/v1\/models\/([^/]+)$/.exec(route)?.[1]
  if (id !== undefined) return getModel(decodeURIComponent(id))
  if (route === 'POST /v1/messages/count_tokens') {
    const body = decodeBody(request)
    checkCountBody(body)
    return { input_tokens: viewRequest(body).promptTokens }
  }
  if (request.path === '/v1/messages') throw new Refusal(405, 'Method Not Allowed')
  throw new Refusal(404, 'Not Found')
}

function sendJson({ response }: Exchange, value: object, requestId: string): void {
  response.writeHead(200, responseHeaders(requestId, 'application/json'))
  response.end(JSON.stringify(value))
}
