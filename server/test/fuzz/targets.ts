// What is fuzzed: every reader of a stream that comes from outside, with what it makes of the stream told as text.
import { makeStreamUsageReader } from '../../src/adapters/providers/anthropic/messages-usage.ts'
import { decodeFrames } from '../../src/adapters/providers/bedrock/response/decode-frames.ts'
import { decodeSse } from '../../src/adapters/providers/bedrock/response/decode-sse.ts'
import { makeFramesUsageReader } from '../../src/adapters/providers/bedrock/native-paths/frames-meter.ts'
import {
  StreamDamage,
  type StreamDecoder,
  type StreamPart,
} from '../../src/adapters/providers/bedrock/response/stream-decoder.ts'
import {
  makeStreamTranslator,
  type StreamTranslator,
} from '../../src/adapters/providers/bedrock/response/stream-translator.ts'

export interface FuzzTarget {
  readonly name: string
  readonly input: 'frames' | 'sse'
  /** The outcome must not depend on how the bytes are split. @throws Error for a broken promise. */
  readonly run: (pieces: readonly Uint8Array[]) => string
}

const told = (value: unknown) => JSON.stringify(value)

function translating(makeDecoder: () => StreamDecoder): FuzzTarget['run'] {
  return (pieces) => {
    const translator = makeStreamTranslator(null)
    const seen: string[] = []
    try {
      for (const part of partsOf(makeDecoder(), pieces)) {
        const { text, isLast } = translated(part, translator)
        seen.push(text)
        if (isLast) break
      }
    } catch (error) {
      if (!(error instanceof StreamDamage)) throw error
      seen.push('damaged')
    }
    return told([seen, translator.usage])
  }
}

function* partsOf(decoder: StreamDecoder, pieces: readonly Uint8Array[]): Generator<StreamPart> {
  for (const piece of pieces) yield* decoder.push(piece)
}

function translated(part: StreamPart, translator: StreamTranslator): { text: string; isLast: boolean } {
  if (part.kind === 'failure') return { text: told([part.failure.kind, part.failure.reason]), isLast: true }
  const event = translator.translate(part.json)
  return { text: event ? wholeEvent(event.bytes) : '', isLast: event?.last ?? false }
}

const decoder = new TextDecoder()

/** One event with one line of JSON, whatever came in. */
function wholeEvent(bytes: Uint8Array): string {
  const text = decoder.decode(bytes)
  const data = /^event: ([\w.-]+)\ndata: ([^\n\r]*)\n\n$/.exec(text)?.[2]
  if (data === undefined) throw new Error(`not one event: ${JSON.stringify(text)}`)
  JSON.parse(data)
  return text
}

interface Meter {
  readonly usage: object
  push(chunk: Uint8Array): void
  finish(): object
}

function metering(makeUsageReader: () => Meter): FuzzTarget['run'] {
  return (pieces) => {
    const meter = makeUsageReader()
    for (const piece of pieces) meter.push(piece)
    return told([meter.finish(), meter.usage])
  }
}

export const TARGETS: readonly FuzzTarget[] = [
  { name: 'frames translated', input: 'frames', run: translating(() => decodeFrames(null)) },
  { name: 'frames metered', input: 'frames', run: metering(() => makeFramesUsageReader([])) },
  { name: 'events translated', input: 'sse', run: translating(() => decodeSse(null)) },
  { name: 'events metered', input: 'sse', run: metering(makeStreamUsageReader) },
]
