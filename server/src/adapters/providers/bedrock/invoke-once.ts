// InvokeModel: one JSON message.
import type { AttemptResult } from '../../../core/upstream/provider.ts'
import { headerValue } from '../../../core/upstream/raw-headers.ts'
import { abandon, readAll } from '../../../core/upstream/read-all.ts'
import type { HttpAnswer, HttpRequest } from '../../../core/upstream/transport.ts'
import { emptyUsage, mergeMessagesUsage } from '../../../core/usage/token-usage.ts'
import { JsonSyntaxError } from '../../../core/wire/read-json-tape.ts'
import { rewriteMessage } from './answer-json.ts'
import {
  answerHeaders,
  asAttemptFailed,
  AttemptFailed,
  sendInvocation,
  unreadableAnswer,
  type Exchange,
  type ExchangeDeps,
} from './exchange.ts'

const MAX_ANSWER_BYTES = 64 * 2 ** 20
const JSON_TYPE = /^application\/json\s*(?:;|$)/i

export async function invokeOnce(
  deps: ExchangeDeps,
  exchange: Exchange,
  request: HttpRequest,
): Promise<AttemptResult> {
  let answer: HttpAnswer | null = null
  try {
    answer = await sendInvocation(deps, exchange, request)
    const upstreamRequestId = headerValue(answer.headers, 'x-amzn-requestid') ?? null
    const type = headerValue(answer.headers, 'content-type')
    if (type !== undefined && !JSON_TYPE.test(type)) {
      abandon(answer.body)
      throw unreadableAnswer(`Answer has the content type '${type}'`, upstreamRequestId)
    }
    const body = await readAll(answer.body, MAX_ANSWER_BYTES)
    if (body === null)
      throw unreadableAnswer(`Answer of more than ${MAX_ANSWER_BYTES} bytes`, upstreamRequestId)
    const { bytes, usage: reported } = readMessage(body, exchange, upstreamRequestId)
    const usage = emptyUsage()
    mergeMessagesUsage(usage, reported)
    return {
      kind: 'answer',
      answer: {
        status: 200,
        headers: [
          ...answerHeaders(answer.headers, 'application/json', exchange.requestId),
          'content-length',
          String(bytes.length),
        ],
        streamed: false,
        body: once(bytes),
        upstreamRequestId,
        usage,
        end: () => ({ kind: 'complete' }),
      },
    }
  } catch (thrown) {
    const error = asAttemptFailed(deps, exchange, thrown, answer ? 'after its head' : 'before its head')
    if (!(error instanceof AttemptFailed)) throw error
    return { kind: 'failure', failure: error.failure }
  }
}

function readMessage(body: Uint8Array, exchange: Exchange, upstreamRequestId: string | null) {
  try {
    const message = rewriteMessage(body, exchange.model)
    if (message) return message
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw unreadableAnswer(`Answer is not JSON: ${error.message}`, upstreamRequestId)
  }
  // Of AWS, which answers operations that it does not have so, or of something in between.
  throw unreadableAnswer('Answer is JSON but no message', upstreamRequestId)
}

// eslint-disable-next-line typescript/require-await -- an iterable of what is already there
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
