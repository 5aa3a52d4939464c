import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeSseReader } from './sse-reader.ts'

function readAll(chunks: readonly Uint8Array[], maxEventBytes?: number) {
  const events: [string, string][] = []
  let overflows = 0
  const reader = makeSseReader({
    onEvent: (name, data) => events.push([name, new TextDecoder().decode(data)]),
    onOverflow: () => overflows++,
    ...(maxEventBytes === undefined ? {} : { maxEventBytes }),
  })
  for (const chunk of chunks) reader.push(chunk)
  return { events, overflows }
}

function splitAt(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge))
}

describe('makeSseReader', () => {
  test('reads the same events however the bytes are split, with any line ends', () => {
    const event = fc.record({
      name: fc.constantFrom('message_start', 'ping', ''),
      lines: fc.array(
        fc.string({ unit: 'grapheme' }).map((line) => line.replace(/[\r\n]/g, '')),
        { minLength: 1, maxLength: 3 },
      ),
    })
    fc.assert(
      fc.property(
        fc.array(event),
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat()),
        (events, eol, cuts) => {
          const text = events
            .map(({ name, lines }) =>
              [
                ...(name ? [`event: ${name}`] : []),
                ': comment',
                ...lines.map((line) => `data: ${line}`),
                '',
                '',
              ].join(eol),
            )
            .join('')
          const { events: seen } = readAll(splitAt(new TextEncoder().encode(text), cuts))
          expect(seen).toEqual(events.map(({ name, lines }) => [name, lines.join('\n')]))
        },
      ),
    )
  })

  test('drops an event that is too large, says so, and reads on', () => {
    const bytes = new TextEncoder().encode(`data: ${'x'.repeat(100)}\n\ndata: ok\n\n`)
    for (const size of [1, 7, 50, 200]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      )
      expect(readAll(chunks, 50)).toEqual({ events: [['', 'ok']], overflows: 1 })
    }
  })

  test('an event without its closing blank line is not reported', () => {
    expect(readAll([new TextEncoder().encode('data: cut\n')]).events).toEqual([])
  })
})
