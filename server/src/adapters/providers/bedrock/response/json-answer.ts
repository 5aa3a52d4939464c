// A whole JSON body as the answer of an attempt.
import type { AttemptResult, ResponseEnd } from '../../../../core/upstream/provider.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import { makeUpstreamResponse } from '../../../../core/upstream/upstream-response.ts'
import type { TokenUsage } from '../../../../core/usage/token-usage.ts'
import { oneChunk } from '../../../../core/wire/bytes.ts'
import { answerHeaders } from './answer-headers.ts'
import { upstreamRequestIdOf } from '../upstream-request-id.ts'

export function jsonResponse(
  upstream: RawHeaders,
  bytes: Uint8Array,
  usage: TokenUsage,
  requestId: string,
): Extract<AttemptResult, { kind: 'answer' }> {
  const headers = answerHeaders(upstream, 'application/json', requestId)
  return {
    kind: 'answer',
    answer: makeUpstreamResponse({
      status: 200,
      headers: [...headers, 'content-length', String(bytes.length)],
      streamed: false,
      upstreamRequestId: () => upstreamRequestIdOf(upstream),
      usage: () => usage,
      body: (finish) => wholeBody(bytes, finish),
    }),
  }
}

async function* wholeBody(bytes: Uint8Array, finish: (end: ResponseEnd) => void): AsyncGenerator<Uint8Array> {
  try {
    yield* oneChunk(bytes)
    finish({ kind: 'complete' })
  } finally {
    finish({ kind: 'unread' })
  }
}
