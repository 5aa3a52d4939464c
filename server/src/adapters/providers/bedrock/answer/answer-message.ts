// An answer that is one JSON message.
import { bedrockDisguisedFailure } from '../errors/bedrock-failure.ts'
import { headerValue } from '../../../../core/upstream/raw-headers.ts'
import { readAll } from '../../../../core/upstream/read-all.ts'
import type { AttemptResult } from '../../../../core/upstream/provider.ts'
import type { HttpAnswer } from '../../../../core/upstream/transport.ts'
import { emptyUsage, mergeMessagesUsage } from '../../../../core/usage/token-usage.ts'
import { JsonSyntaxError } from '../../../../core/wire/read-json-tape.ts'
import { rewriteMessage } from './answer-json.ts'
import {
  asAttemptFailed,
  AttemptFailed,
  unexpectedAnswer,
  unreadableAnswer,
  type Exchange,
  type ExchangeDeps,
} from '../exchange.ts'
import { jsonAnswer } from './json-answer.ts'
import { upstreamIdOf } from './upstream-id.ts'

const MAX_ANSWER_BYTES = 64 * 2 ** 20
const JSON_TYPE = /^application\/json\s*(?:;|$)/i

/** @throws AttemptFailed for what is no message. */
export async function answerMessage(
  deps: ExchangeDeps,
  exchange: Exchange,
  answer: HttpAnswer,
): Promise<AttemptResult> {
  try {
    const type = headerValue(answer.headers, 'content-type')
    if (type !== undefined && !JSON_TYPE.test(type)) throw await unexpectedAnswer(answer, 'The call')
    const body = await readAll(answer.body, MAX_ANSWER_BYTES)
    if (body === null) {
      throw unreadableAnswer(`Answer of more than ${MAX_ANSWER_BYTES} bytes`, upstreamIdOf(answer.headers))
    }
    const { bytes, usage: reported } = readMessage(body, exchange, answer)
    const usage = emptyUsage()
    mergeMessagesUsage(usage, reported)
    return jsonAnswer(answer.headers, bytes, usage, exchange.requestId)
  } catch (error) {
    throw asAttemptFailed(deps, exchange, error, 'after its head')
  }
}

function readMessage(body: Uint8Array, exchange: Exchange, { headers }: HttpAnswer) {
  try {
    const message = rewriteMessage(body, exchange.model)
    if (message) return message
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error
    throw unreadableAnswer(`Answer is not JSON: ${error.message}`, upstreamIdOf(headers))
  }
  const failure = bedrockDisguisedFailure(headers, body)
  if (failure) throw new AttemptFailed(failure, 'error')
  throw unreadableAnswer('Answer is JSON but no message', upstreamIdOf(headers))
}
