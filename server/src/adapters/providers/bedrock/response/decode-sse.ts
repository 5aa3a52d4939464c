// The native surfaces: server-sent events as Anthropic writes them, an `error` event among them at times.
import { parseJsonObject } from '../../../../core/wire/json-object.ts'
import { makeSseReader } from '../../../../core/wire/sse-reader.ts'
import { bedrockEventFailure } from '../errors/bedrock-failure.ts'
import { StreamDamage, type StreamDecoder, type StreamPart } from './stream-decoder.ts'

export function decodeSse(upstreamRequestId: string | null): StreamDecoder {
  let parts: StreamPart[] = []
  let overflowed = false
  let isOver = false
  const reader = makeSseReader({
    onEvent(name, data) {
      if (data.length === 0) return
      // What was cut in the middle of its data is no event.
      if (isOver && parseJsonObject(new TextDecoder().decode(data)) === null) return
      const failure = bedrockEventFailure(name, data, upstreamRequestId)
      parts.push(failure ? { kind: 'failure', failure } : { kind: 'event', json: data })
    },
    onOverflow: () => void (overflowed = true),
  })
  const taken = () => {
    const read = parts
    parts = []
    return read
  }
  return {
    *push(chunk) {
      reader.push(chunk)
      yield* taken()
      if (overflowed) throw new StreamDamage('An event is too large')
    },
    end() {
      isOver = true
      reader.end()
      return taken()
    },
  }
}
