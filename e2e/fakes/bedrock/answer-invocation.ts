// Carries out one behaviour for one invocation.
import { answerFor, type ResponseOptions } from '../answers.ts'
import type { Exchange } from '../http-server.ts'
import type { JsonObject } from '../json.ts'
import { errorObject } from '../error-object.ts'
import { eventBytes } from '../event-bytes.ts'
import { cutPieces, joinPieces, splitPieces, writePieces, type Pacing } from '../pacing.ts'
import { answerPieces, isFramed, type ResponseForm } from './answer-pieces.ts'
import { answerPlainly } from './answer-plainly.ts'
import type { BedrockBehaviour } from './behaviours.ts'
import { errorFrame, exceptionFrame, withWrongCrc } from './frames.ts'

export interface Invocation {
  /** As a Messages body. */
  readonly body: JsonObject
  readonly form: ResponseForm
  /** The id that the answer carries: Anthropic's under `/model`, the requested one on the native surfaces. */
  readonly model: string
}

export async function answerInvocation(
  exchange: Exchange,
  invocation: Invocation,
  behaviour: BedrockBehaviour,
): Promise<void> {
  switch (behaviour.kind) {
    case 'hang':
    case 'reset':
    case 'error':
    case 'html':
    case 'unknown_operation':
      return answerPlainly(exchange, behaviour)
    case 'answer':
      return send(exchange, invocation, behaviour)
    case 'fragmented': {
      const pacing = { chunkDelayMs: 1, ...behaviour }
      return send(exchange, invocation, pacing, (pieces) => splitPieces(pieces, behaviour.pieceBytes))
    }
    case 'coalesced':
      return send(exchange, invocation, behaviour, (pieces) =>
        joinPieces(pieces, behaviour.framesPerWrite ?? pieces.length),
      )
    case 'cut':
      return send(
        exchange,
        invocation,
        behaviour,
        (pieces) => cutPieces(pieces, behaviour.at),
        behaviour.ending ?? 'destroyed',
      )
    case 'error_event': {
      if (invocation.form !== 'events') throw new Error('error_event needs stream: true on a native surface')
      const { after, type = 'overloaded_error', message } = behaviour
      const data = JSON.stringify({ type: 'error', error: errorObject({ status: 529, type, message }) })
      const last = eventBytes({ name: 'error', data })
      return send(exchange, invocation, behaviour, (pieces) => [...pieces.slice(0, after), last])
    }
    case 'exception_frame': {
      const { exception, message, originalStatusCode, originalMessage, at } = behaviour
      const last = exceptionFrame(exception, { message, originalStatusCode, originalMessage })
      return send(exchange, invocation, behaviour, endingWith(invocation, at, last))
    }
    case 'error_frame': {
      const { code = 'InternalFailure', message = 'An internal server error occurred', at } = behaviour
      return send(exchange, invocation, behaviour, endingWith(invocation, at, errorFrame(code, message)))
    }
    case 'wrong_crc':
      needsFrames(invocation)
      return send(exchange, invocation, behaviour, (pieces) =>
        pieces.map((piece, index) => (index === behaviour.at ? withWrongCrc(piece, behaviour.which) : piece)),
      )
  }
}

type Change = (pieces: readonly Uint8Array[]) => readonly Uint8Array[]

function endingWith(invocation: Invocation, at: number, last: Uint8Array): Change {
  needsFrames(invocation)
  return (pieces) => [...pieces.slice(0, at), last]
}

function needsFrames({ form }: Invocation): void {
  if (!isFramed(form)) throw new Error('this behaviour needs invoke-with-response-stream or converse-stream')
}

async function send(
  exchange: Exchange,
  { body, form, model }: Invocation,
  behaviour: ResponseOptions & Pacing,
  change: Change = (pieces) => pieces,
  ending: 'destroyed' | 'clean' = 'clean',
): Promise<void> {
  const { headers, pieces } = answerPieces(answerFor(body, model, behaviour), form)
  await writePieces(exchange, { status: 200, headers }, change(pieces), behaviour)
  if (ending === 'destroyed') exchange.cutConnection()
  else exchange.response.end()
}
