// One call to Bedrock for tests: everything but the answer.
import type { Exchange, ExchangeDeps, Outgoing } from '../src/adapters/providers/bedrock/exchange.ts'
import type { AwsSigner } from '../src/core/upstream/aws-signer.ts'
import type { HttpResponse } from '../src/core/upstream/transport.ts'
import { bedrockCandidate } from './bedrock-candidate.ts'
import { recordingLog, type LoggedLine } from './recording-log.ts'

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
  candidate: bedrockCandidate(),
  url: URL_TEXT,
  model: null,
  signal: new AbortController().signal,
}

/** An upstream that answers like this, and what is logged meanwhile. */
export function answering(answer: HttpResponse): { deps: ExchangeDeps; logged: LoggedLine[] } {
  const { log, logged } = recordingLog()
  return {
    logged,
    deps: {
      transport: { send: () => Promise.resolve(answer) },
      signer: NO_SIGNER,
      log,
      now: () => DAY,
      silenceMs: 1000,
    },
  }
}
