// One call to Bedrock for tests: everything but the answer.
import type { Exchange, ExchangeDeps, Outgoing } from '../src/adapters/providers/bedrock/exchange.ts'
import { Secret } from '../src/core/credentials/credential.ts'
import type { Logger } from '../src/core/log.ts'
import type { AwsSigner } from '../src/core/upstream/aws-signer.ts'
import type { HttpAnswer } from '../src/core/upstream/transport.ts'

const DAY = new Date('2026-11-22T12:00:00Z')
const URL_TEXT = 'https://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke'

export const OUTGOING: Outgoing = {
  method: 'POST',
  url: new URL(URL_TEXT),
  headers: [],
  body: new Uint8Array(),
  authorization: { service: 'bedrock', apiKeyHeader: 'authorization' },
}

/** For credentials with an API key, which sign nothing. */
export const NO_SIGNER: AwsSigner = {
  sign: () => Promise.reject(new TypeError('nothing to sign')),
  renew: () => false,
}

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

/** An upstream that answers like this, and what is logged meanwhile. */
export function answering(answer: HttpAnswer): { deps: ExchangeDeps; logged: unknown[] } {
  const logged: unknown[] = []
  return {
    logged,
    deps: {
      transport: { send: () => Promise.resolve(answer) },
      signer: NO_SIGNER,
      log: { warn: (line: unknown) => void logged.push(line) } as unknown as Logger,
      now: () => DAY,
      silenceMs: 1000,
    },
  }
}
