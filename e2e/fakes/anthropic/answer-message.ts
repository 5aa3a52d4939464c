// Carries out one behaviour for one message request.
import { answerFor, type ResponseOptions } from '../answers.ts'
import { claudeModels } from '../claude-models.ts'
import type { Exchange } from '../http-server.ts'
import { textOf, type JsonObject } from '../json.ts'
import { messageJson, streamEvents, type WireOptions } from '../message-json.ts'
import { cutPieces, splitPieces, writePieces } from '../pacing.ts'
import { answerPlainly } from './answer-plainly.ts'
import type { AnthropicBehaviour, ExtraEvent } from './behaviours.ts'
import { responseHeaders } from './response-headers.ts'
import { errorEvent, sseEvents, withExtraEvents } from './sse.ts'

const wire: WireOptions = { idInfix: '', deltaUsage: 'repeated' }

export async function answerMessage(
  exchange: Exchange,
  body: JsonObject,
  behaviour: AnthropicBehaviour,
  requestId: string,
): Promise<void> {
  const { response } = exchange
  switch (behaviour.kind) {
    case 'hang':
    case 'reset':
    case 'error':
    case 'html':
    case 'redirect':
    case 'echo':
      return answerPlainly(exchange, behaviour, requestId)
    case 'answer': {
      const { contentType, pieces } = answerBody(body, behaviour, behaviour.extraEvents)
      const length = isStream(body) ? [] : ['content-length', String(Buffer.concat(pieces).byteLength)]
      const headers = [...responseHeaders(requestId, contentType), ...length]
      await writePieces(exchange, { status: 200, headers }, pieces, behaviour)
      response.end()
      return
    }
    case 'error_event': {
      if (!isStream(body)) throw new Error('error_event needs a request with stream: true')
      const { contentType, pieces } = answerBody(body, behaviour)
      const { after, type = 'overloaded_error', message } = behaviour
      const failed = [...pieces.slice(0, after), errorEvent({ status: 529, type, message }, requestId)]
      const headers = responseHeaders(requestId, contentType)
      await writePieces(exchange, { status: 200, headers }, failed, behaviour)
      response.end()
      return
    }
    case 'cut': {
      const { contentType, pieces } = answerBody(body, behaviour)
      const headers = responseHeaders(requestId, contentType)
      await writePieces(exchange, { status: 200, headers }, cutPieces(pieces, behaviour.at), behaviour)
      if (behaviour.ending === 'clean') response.end()
      else exchange.cutConnection()
      return
    }
  }
}

/** One piece per event of a stream; a whole message comes in four. */
function answerBody(body: JsonObject, options: ResponseOptions, extra: readonly ExtraEvent[] = []) {
  const answer = answerFor(body, answeredModel(textOf(body['model'])), options)
  if (isStream(body)) {
    const pieces = withExtraEvents(sseEvents(streamEvents(answer, wire)), extra)
    return { contentType: 'text/event-stream; charset=utf-8', pieces }
  }
  const json = Buffer.from(messageJson(answer, wire))
  return { contentType: 'application/json', pieces: splitPieces([json], Math.ceil(json.byteLength / 4)) }
}

function isStream(body: JsonObject): boolean {
  return body['stream'] === true
}

/** An alias is answered with the dated id that it stands for. */
function answeredModel(requested: string): string {
  return claudeModels.find(({ aliases }) => aliases.includes(requested))?.id ?? requested
}
