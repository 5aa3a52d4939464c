import { expect, test } from 'vitest'
import { holdStream } from './hold-stream.ts'

async function* oneByteChunks(text: string) {
  for (const char of text) yield await Promise.resolve(Buffer.from(char))
}

test('one-byte chunks before the first event are held in one buffer', async () => {
  const beginning = 'event: message_start\ndata: {"type":"message_start"}\n\n'
  const text = `: ${'x'.repeat(50_000)}\n\n${beginning}rest`
  const { answer, failure } = await holdStream({ status: 200, headers: [], body: oneByteChunks(text) })
  expect(failure).toBeNull()
  const chunks: Uint8Array[] = []
  for await (const chunk of answer.body) chunks.push(chunk)
  expect(Buffer.concat(chunks).toString()).toBe(text)
  expect(chunks).toHaveLength(1 + 'rest'.length)
})
