import { crc32 } from 'node:zlib'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventStreamError, makeEventStreamDecoder, type EventStreamFrame } from './event-stream.ts'

// Bytes made with @smithy/eventstream-codec 4.5.2, checksums verified with zlib.
const CHUNK = Buffer.from(
  '000001390000004be3414e230b3a6576656e742d747970650700056368756e6b0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d747970650700056576656e747b226279746573223a2265794a306558426c496a6f696257567a6332466e5a56397a644739774969776959573168656d39754c574a6c5a484a76593273746157353262324e6864476c76626b316c64484a7059334d694f6e736961573577645852556232746c626b4e7664573530496a6f784d4377696233563063485630564739725a57354462335675644349364d7977696157353262324e6864476c76626b78686447567559336b694f6a55774c434a6d61584a7a64454a356447564d5958526c626d4e35496a6f794d483139222c2270223a2261626364656667227d929584a8',
  'hex',
)
const EXCEPTION = Buffer.from(
  '000000b0000000614f5086b30f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d657373616765223a22546f6f206d616e7920746f6b656e732c20706c656173652077616974206265666f726520747279696e6720616761696e2e227df70ae57f',
  'hex',
)
const ERROR = Buffer.from(
  '0000007700000067fd06174d0b3a6572726f722d636f646507000f496e7465726e616c4661696c7572650e3a6572726f722d6d657373616765070021416e20696e7465726e616c20736572766572206572726f72206f636375727265640d3a6d6573736167652d747970650700056572726f72e7147636',
  'hex',
)

function decodeAll(chunks: readonly Uint8Array[], maxFrameBytes?: number): EventStreamFrame[] {
  const decoder = makeEventStreamDecoder(maxFrameBytes)
  return chunks.flatMap((chunk) => Array.from(decoder.push(chunk)))
}

const shown = (frames: readonly EventStreamFrame[]) =>
  frames.map(({ headers, payload }) => [Object.fromEntries(headers), Buffer.from(payload).toString()])

describe('makeEventStreamDecoder', () => {
  test('decodes the known frames', () => {
    const frames = shown(decodeAll([CHUNK, EXCEPTION, ERROR]))
    expect(frames[0]![0]).toEqual({
      ':event-type': 'chunk',
      ':content-type': 'application/json',
      ':message-type': 'event',
    })
    expect(frames[0]![1]).toMatch(/^\{"bytes":".*","p":"abcdefg"\}$/)
    expect(frames[1]).toEqual([
      {
        ':exception-type': 'throttlingException',
        ':content-type': 'application/json',
        ':message-type': 'exception',
      },
      '{"message":"Too many tokens, please wait before trying again."}',
    ])
    expect(frames[2]).toEqual([
      {
        ':error-code': 'InternalFailure',
        ':error-message': 'An internal server error occurred',
        ':message-type': 'error',
      },
      '',
    ])
  })

  test('any split of the bytes gives the same frames', () => {
    const whole = Buffer.concat([CHUNK, EXCEPTION, ERROR, CHUNK])
    const expected = shown(decodeAll([whole]))
    fc.assert(
      fc.property(fc.array(fc.nat({ max: whole.length })), (cuts) => {
        const edges = [0, ...cuts.sort((a, b) => a - b), whole.length]
        const chunks = edges.slice(1).map((edge, i) => whole.subarray(edges[i], edge))
        expect(shown(decodeAll(chunks))).toEqual(expected)
      }),
    )
    expect(shown(decodeAll(Array.from(whole, (byte) => Uint8Array.of(byte))))).toEqual(expected)
  })

  test('decodes what AWS’s own codec encodes, headers of every type included', () => {
    const codec = new EventStreamCodec(
      (bytes) => (typeof bytes === 'string' ? bytes : Buffer.from(bytes).toString()),
      (text) => Buffer.from(text),
    )
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.string({ minLength: 1 }), (body, value) => {
        const bytes = codec.encode({
          headers: {
            text: { type: 'string', value },
            yes: { type: 'boolean', value: true },
            no: { type: 'boolean', value: false },
            byte: { type: 'byte', value: 1 },
            short: { type: 'short', value: 2 },
            integer: { type: 'integer', value: 3 },
            binary: { type: 'binary', value: Uint8Array.of(1, 2, 3) },
            time: { type: 'timestamp', value: new Date(0) },
            uuid: { type: 'uuid', value: '00112233-4455-6677-8899-aabbccddeeff' },
          },
          body,
        })
        const [frame] = decodeAll([bytes])
        expect([...frame!.headers]).toEqual([['text', value]])
        expect(Buffer.from(frame!.payload)).toEqual(Buffer.from(body))
      }),
    )
  })

  test('a change of any byte is noticed', () => {
    for (let i = 0; i < EXCEPTION.length; i++) {
      const damaged = Buffer.from(EXCEPTION)
      damaged[i]! ^= 0x01
      expect(() => decodeAll([damaged]), `byte ${i}`).toThrow(EventStreamError)
    }
  })

  test('frames before a damaged one still count', () => {
    const damaged = Buffer.from(CHUNK)
    damaged[CHUNK.length - 1]! ^= 0xff
    const decoder = makeEventStreamDecoder()
    const frames = decoder.push(Buffer.concat([EXCEPTION, damaged]))
    expect(frames.next().done).toBe(false)
    expect(() => frames.next()).toThrow('Wrong message checksum')
  })

  test('an absurd length is rejected before anything is collected', () => {
    const prelude = (total: number, headers: number) => {
      const bytes = Buffer.alloc(12)
      bytes.writeUInt32BE(total, 0)
      bytes.writeUInt32BE(headers, 4)
      bytes.writeUInt32BE(crc32(bytes.subarray(0, 8)), 8)
      return bytes
    }
    expect(() => decodeAll([prelude(0xffff_ffff, 0)])).toThrow('too large')
    expect(() => decodeAll([prelude(1025, 0)], 1024)).toThrow('too large')
    expect(() => decodeAll([prelude(15, 0)])).toThrow('shorter than its headers')
    expect(() => decodeAll([prelude(100, 0xffff_fff0)])).toThrow('shorter than its headers')
  })

  test('headers that lie about their length are rejected', () => {
    const frame = Buffer.from(EXCEPTION)
    frame.writeUInt8(0xff, 12)
    frame.writeUInt32BE(crc32(frame.subarray(0, frame.length - 4)), frame.length - 4)
    expect(() => decodeAll([frame])).toThrow(EventStreamError)
  })
})
