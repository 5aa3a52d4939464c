import { expect, test } from 'vitest'
import { decodeFrames, eventText } from './decode-frames.ts'
import { chunkFrame, errorFrame, exceptionFrame, withWrongCrc } from './frames.ts'

test('an exception frame has the bytes of a known vector', () => {
  const bytes = exceptionFrame('throttlingException', {
    message: 'Too many tokens, please wait before trying again.',
  })
  expect(Buffer.from(bytes).toString('hex')).toBe(
    '000000b0000000614f5086b30f3a657863657074696f6e2d747970650700137468726f74746c696e67457863657074696f6e0d3a636f6e74656e742d747970650700106170706c69636174696f6e2f6a736f6e0d3a6d6573736167652d74797065070009657863657074696f6e7b226d657373616765223a22546f6f206d616e7920746f6b656e732c20706c656173652077616974206265666f726520747279696e6720616761696e2e227df70ae57f',
  )
})

test('an error frame has the bytes of a known vector', () => {
  expect(
    Buffer.from(errorFrame('InternalFailure', 'An internal server error occurred')).toString('hex'),
  ).toBe(
    '0000007700000067fd06174d0b3a6572726f722d636f646507000f496e7465726e616c4661696c7572650e3a6572726f722d6d657373616765070021416e20696e7465726e616c20736572766572206572726f72206f636375727265640d3a6d6573736167652d747970650700056572726f72e7147636',
  )
})

test('a chunk carries its event and padding', () => {
  const [frame] = decodeFrames(chunkFrame('{"type":"message_stop"}'))
  expect(frame?.headers).toEqual({
    ':event-type': 'chunk',
    ':content-type': 'application/json',
    ':message-type': 'event',
  })
  expect(frame && eventText(frame)).toBe('{"type":"message_stop"}')
  expect(JSON.parse(frame?.payload ?? '')).toMatchObject({ p: expect.stringMatching(/^abc|^ab?$/) })
})

test('a wrong checksum is one wrong checksum', () => {
  const good = Buffer.from(chunkFrame('{}'))
  const message = Buffer.from(withWrongCrc(good, 'message'))
  const prelude = Buffer.from(withWrongCrc(good, 'prelude'))
  expect(message.subarray(0, -4).equals(good.subarray(0, -4))).toBe(true)
  expect(() => decodeFrames(message)).toThrow(/message checksum/i)
  expect(() => decodeFrames(prelude)).toThrow(/prelude checksum/i)
})
