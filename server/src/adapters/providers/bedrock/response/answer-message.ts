// An answer that is one JSON message.
import { bedrockDisguisedFailure } from '../errors/bedrock-failure.ts'
import { headerValue } from '../../../../core/upstream/raw-headers.ts'
import { readAll } from '../../../../core/upstream/read-all.ts'
import type { AttemptResult } from '../../../../core/upstream/provider.ts'
import type { HttpResponse } from '../../../../core/upstream/transport.ts'
import { emptyUsage, mergeMessagesUsage } from '../../../../core/usage/token-usage.ts'
import { JsonSyntaxError } from '../../../../core/wire/read-json-tape.ts'
import { rewriteMessage } from './answer-json.ts'
import {
  asAttemptFailed,
  AttemptFailed,
  unexpectedAnswer,
  unreadableResponse,
} from '../errors/attempt-failed.ts'
import type { Exchange, ExchangeDeps } from '../exchange.ts'
import { jsonResponse } from './json-answer.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'

const MAX_ANSWER_BYTES = 64 * 2 ** 20
const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/** @throws AttemptFailed for what is no message. */
export async function answerMessage(
  deps: ExchangeDeps,
  exchange: Exchange,
  answer: HttpResponse,
): Promise<AttemptResult> {
  try {
    const type = headerValue(answer.headers, 'content-type')
    if (type !== undefined && !JSON_TYPE.test(type)) throw await unexpectedAnswer(answer, 'The call')
    const body = await readAll(answer.body, MAX_ANSWER_BYTES)
    if (body === null) {
      throw unreadableResponse(
        `Answer of more than ${MAX_ANSWER_BYTES} bytes`,
        upstreamRequestIdOf(answer.headers),
      )
    }
    const { bytes, usage: reported } = readMessage(body, exchange, answer)
    const usage = emptyUsage()
    mergeMessagesUsage(usage, reported)
    return jsonResponse(answer.headers, bytes, usage, exchange.requestId)
  } catch (error) {
    throw asAttemptFailed(deps, exchange, error, 'after its head')
  }
}

function readMessage(body: Uint8Array, exchange: Exchange, { headers }: HttpResponse) {
  try {
    const message = rewriteMessage(body, exchange.model)
    if (message) return message
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw unreadableResponse(`Answer is not JSON: ${error.message}`, upstreamRequestIdOf(headers))
  }
  const failure = bedrockDisguisedFailure(headers, body)
  if (failure) throw new AttemptFailed(failure, 'error')
  throw unreadableResponse('Answer is JSON but no message', upstreamRequestIdOf(headers))
}
