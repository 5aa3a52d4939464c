// A whole JSON body as the answer of an attempt.
import type { AttemptResult } from '../../../../core/upstream/provider.ts'
import type { RawHeaders } from '../../../../core/upstream/raw-headers.ts'
import type { TokenUsage } from '../../../../core/usage/token-usage.ts'
import { answerHeaders } from '../exchange.ts'
import { upstreamIdOf } from './upstream-id.ts'

export function jsonAnswer(
  upstream: RawHeaders,
  bytes: Uint8Array,
  usage: TokenUsage,
  requestId: string,
): Extract<AttemptResult, { kind: 'answer' }> {
  const headers = answerHeaders(upstream, 'application/json', requestId)
  return {
    kind: 'answer',
    answer: {
      status: 200,
      headers: [...headers, 'content-length', String(bytes.length)],
      streamed: false,
      body: once(bytes),
      upstreamRequestId: upstreamIdOf(upstream),
      usage,
      end: () => ({ kind: 'complete' }),
    },
  }
}

// eslint-disable-next-line typescript/require-await -- an iterable of what is already there
async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
