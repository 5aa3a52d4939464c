// Carries out one behaviour for one invocation.
import { answerFor, type AnswerOptions } from '../answers.ts'
import type { Exchange } from '../http-server.ts'
import type { JsonObject } from '../json.ts'
import { cutPieces, joinPieces, pause, splitPieces, untilGone, writePieces, type Pacing } from '../pacing.ts'
import { streamedAnswer, wholeAnswer } from './answer-pieces.ts'
import type { BedrockBehaviour } from './behaviours.ts'
import { errorFrame, exceptionFrame, withWrongCrc } from './frames.ts'
import { sendAwsError } from './send-error.ts'

export interface Invocation {
  readonly body: JsonObject
  readonly streamed: boolean
  /** The Anthropic id, which Bedrock writes into its answers. */
  readonly model: string
}

export async function answerInvocation(
  exchange: Exchange,
  invocation: Invocation,
  behaviour: BedrockBehaviour,
): Promise<void> {
  switch (behaviour.kind) {
    case 'hang':
      return untilGone(exchange)
    case 'reset':
      return exchange.resetConnection()
    case 'error':
      await pause(exchange, behaviour.delayMs)
      return sendAwsError(exchange, behaviour)
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
      needsStream(invocation)
      return send(exchange, invocation, behaviour, (pieces) =>
        pieces.map((piece, index) => (index === behaviour.at ? withWrongCrc(piece, behaviour.which) : piece)),
      )
  }
}

type Change = (pieces: readonly Uint8Array[]) => readonly Uint8Array[]

function endingWith(invocation: Invocation, at: number, last: Uint8Array): Change {
  needsStream(invocation)
  return (pieces) => [...pieces.slice(0, at), last]
}

function needsStream({ streamed }: Invocation): void {
  if (!streamed) throw new Error('this behaviour needs invoke-with-response-stream')
}

async function send(
  exchange: Exchange,
  { body, streamed, model }: Invocation,
  behaviour: AnswerOptions & Pacing,
  change: Change = (pieces) => pieces,
  ending: 'destroyed' | 'clean' = 'clean',
): Promise<void> {
  const answer = answerFor(body, model, behaviour)
  const { headers, pieces } = streamed ? streamedAnswer(answer) : wholeAnswer(answer)
  await writePieces(exchange, { status: 200, headers }, change(pieces), behaviour)
  if (ending === 'destroyed') exchange.cutConnection()
  else exchange.response.end()
}
