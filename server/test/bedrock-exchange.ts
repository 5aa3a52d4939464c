// One call to Bedrock for tests: everything but the answer.
import type { Exchange, ExchangeDeps } from '../src/adapters/providers/bedrock/exchange.ts'
import { Secret } from '../src/core/credentials/credential.ts'
import type { Logger } from '../src/core/log.ts'
import type { RawHeaders } from '../src/core/upstream/raw-headers.ts'
import type { HttpRequest } from '../src/core/upstream/transport.ts'

const DAY = new Date('2026-11-22T12:00:00Z')
const URL_TEXT = 'https://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke'

export const REQUEST: HttpRequest = { method: 'POST', url: new URL(URL_TEXT), headers: [], body: null }

export const EXCHANGE: Exchange = {
  requestId: 'req_1',
  candidate: {
    credential: {
      provider: 'bedrock',
      method: 'api_key',
      id: 'c',
      accountId: 'aws',
      name: 'AWS',
      endpointUrl: null,
      enabled: true,
      createdAt: DAY,
      updatedAt: DAY,
      keyPreview: null,
      region: 'us-east-1',
      surface: 'invoke',
      geography: 'auto',
      expiresAt: null,
    },
    secret: { method: 'api_key', apiKey: new Secret('ABSKx') },
  },
  url: URL_TEXT,
  model: null,
  signal: new AbortController().signal,
}

/** An upstream that answers 200 with this, and what is logged meanwhile. */
export function answering(
  headers: RawHeaders,
  body: AsyncIterable<Uint8Array>,
): { deps: ExchangeDeps; logged: unknown[] } {
  const logged: unknown[] = []
  return {
    logged,
    deps: {
      transport: { send: () => Promise.resolve({ status: 200, headers, body }) },
      log: { warn: (line: unknown) => void logged.push(line) } as unknown as Logger,
      now: () => DAY,
      silenceMs: 1000,
    },
  }
}
