// The native surfaces: server-sent events as Anthropic writes them, an `error` event among them at times.
import { makeSseReader } from '../../../../core/wire/sse-reader.ts'
import { bedrockEventFailure } from '../errors/bedrock-failure.ts'
import { StreamDamage, type StreamDecoder, type StreamPart } from './stream-decoder.ts'

export function decodeSse(upstreamRequestId: string | null): StreamDecoder {
  let parts: StreamPart[] = []
  let overflowed = false
  const reader = makeSseReader({
    onEvent(name, data) {
      if (data.length === 0) return
      const failure = bedrockEventFailure(name, data, upstreamRequestId)
      parts.push(failure ? { kind: 'failure', failure } : { kind: 'event', json: data })
    },
    onOverflow: () => void (overflowed = true),
  })
  return {
    *push(chunk) {
      reader.push(chunk)
      const read = parts
      parts = []
      yield* read
      if (overflowed) throw new StreamDamage('An event is too large')
    },
  }
}
