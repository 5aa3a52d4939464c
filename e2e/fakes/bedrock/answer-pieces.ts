// The bytes of a successful answer: one frame per stream event, or one JSON message in a few pieces.
import type { Answer } from '../answers.ts'
import { messageJson, streamEvents, type WireOptions } from '../message-json.ts'
import { splitPieces } from '../pacing.ts'
import type { TokenClasses } from '../usage.ts'
import { chunkFrame } from './frames.ts'
import { messageHeaders, streamHeaders } from './response-headers.ts'

interface AnswerPieces {
  readonly headers: readonly string[]
  readonly pieces: readonly Uint8Array[]
}

const wire: WireOptions = { idInfix: 'bdrk_', deltaUsage: 'output_only' }

export function streamedAnswer(answer: Answer): AnswerPieces {
  const stopFields = { 'amazon-bedrock-invocationMetrics': invocationMetrics(answer.tokens) }
  const events = streamEvents(answer, { ...wire, stopFields })
  return { headers: streamHeaders(), pieces: events.map(({ data }) => chunkFrame(data)) }
}

export function wholeAnswer(answer: Answer): AnswerPieces {
  const json = Buffer.from(messageJson(answer, wire))
  return {
    headers: messageHeaders(answer.tokens),
    pieces: splitPieces([json], Math.ceil(json.byteLength / 4)),
  }
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
