import { expect, test } from 'vitest'
import { passThrough } from './path-answer.ts'

/** A frame that is longer than what comes of it: no answer has begun when the upstream falls silent. */
const PRELUDE = Buffer.from('0001000000000000c355d4dd', 'hex')

async function* oneByteChunks(bytes: Uint8Array) {
  for (const byte of bytes) yield await Promise.resolve(Uint8Array.of(byte))
}

test('one-byte chunks before the first frame are held in one buffer', async () => {
  const sent = Buffer.concat([PRELUDE, Buffer.alloc(20_000)])
  const headers = ['content-type', 'application/vnd.amazon.eventstream']
  const result = await passThrough({ status: 200, headers, body: oneByteChunks(sent) }, null, 60_000)
  if (result.kind !== 'answer') throw new Error('It is a failure')
  const chunks: Uint8Array[] = []
  const relayed = (async () => {
    for await (const chunk of result.answer.body) chunks.push(chunk)
  })()
  await expect(relayed).rejects.toThrow()
  expect(chunks).toHaveLength(1)
  expect(sent.equals(chunks[0]!)).toBe(true)
})
