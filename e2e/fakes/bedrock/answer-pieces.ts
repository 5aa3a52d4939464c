// The bytes of a successful answer, in each form that a surface of Bedrock has.
import type { Answer } from '../answers.ts'
import { eventBytes } from '../event-bytes.ts'
import { messageJson, streamEvents, type WireOptions } from '../message-json.ts'
import { splitPieces } from '../pacing.ts'
import type { TokenClasses } from '../usage.ts'
import { converseEvents, converseJson } from './converse-answer.ts'
import { chunkFrame, eventFrame } from './frames.ts'
import { jsonHeaders, messageHeaders, nativeStreamHeaders, streamHeaders } from './response-headers.ts'

/** `events` are server-sent events, `frames` carry the same events, the others are Converse's own. */
export type ResponseForm = 'message' | 'frames' | 'native_message' | 'events' | 'converse' | 'converse_frames'

interface AnswerPieces {
  readonly headers: readonly string[]
  readonly pieces: readonly Uint8Array[]
}

const wire: WireOptions = { idInfix: 'bdrk_', deltaUsage: 'output_only' }

export function answerPieces(answer: Answer, form: ResponseForm): AnswerPieces {
  switch (form) {
    case 'message':
      return { headers: messageHeaders(answer), pieces: inPieces(messageJson(answer, wire)) }
    case 'native_message':
      return { headers: jsonHeaders(), pieces: inPieces(messageJson(answer, wire)) }
    case 'frames':
      return { headers: streamHeaders(), pieces: chunkFrames(answer) }
    case 'events': {
      const events = streamEvents(answer, { ...wire, deltaUsage: 'repeated' })
      return { headers: nativeStreamHeaders(), pieces: events.map(eventBytes) }
    }
    case 'converse':
      return { headers: jsonHeaders(), pieces: inPieces(converseJson(answer)) }
    case 'converse_frames': {
      const pieces = converseEvents(answer).map(({ type, payload }) => eventFrame(type, payload))
      return { headers: streamHeaders(), pieces }
    }
  }
}

export function isFramed(form: ResponseForm): boolean {
  return form === 'frames' || form === 'converse_frames'
}

function chunkFrames(answer: Answer): Uint8Array[] {
  const metrics = { 'amazon-bedrock-invocationMetrics': invocationMetrics(answer.tokens) }
  const stopFields = answer.withoutUsage ? {} : metrics
  return streamEvents(answer, { ...wire, stopFields }).map(({ data }) => chunkFrame(data))
}

function inPieces(text: string): Uint8Array[] {
  const bytes = Buffer.from(text)
  return splitPieces([bytes], Math.ceil(bytes.byteLength / 4))
}

/** `inputTokenCount` excludes cached tokens. */
function invocationMetrics(tokens: TokenClasses) {
  return {
    inputTokenCount: tokens.inputTokens,
    outputTokenCount: tokens.outputTokens,
    invocationLatency: 640,
    firstByteLatency: 210,
    cacheReadInputTokenCount: tokens.cacheReadTokens,
    cacheWriteInputTokenCount: tokens.cacheWrite5mTokens + tokens.cacheWrite1hTokens,
  }
}
