import { EventStreamCodec } from '@smithy/eventstream-codec'
import { expect, test } from 'vitest'
import { answering, EXCHANGE, REQUEST } from '../../../../test/bedrock-exchange.ts'
import type { RawHeaders } from '../../../core/upstream/raw-headers.ts'
import { invokeStream } from './invoke-stream.ts'

const FRAMES = ['content-type', 'application/vnd.amazon.eventstream', 'x-amzn-requestid', 'aws-1']

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const bytes = (value: string) => new TextEncoder().encode(value)
const codec = new EventStreamCodec(text, bytes)

function frame(event: object): Uint8Array {
  const string = (value: string) => ({ type: 'string', value }) as const
  return codec.encode({
    headers: {
      ':event-type': string('chunk'),
      ':content-type': string('application/json'),
      ':message-type': string('event'),
    },
    body: bytes(JSON.stringify({ bytes: btoa(JSON.stringify(event)) })),
  })
}

/** Chunks, and then nothing: the connection stays open until its reader lets go of it. */
function openBody(chunks: readonly Uint8Array[]) {
  const left = [...chunks]
  const state = { asked: 0, returned: 0 }
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next() {
        state.asked++
        const value = left.shift()
        return value ? Promise.resolve({ done: false, value }) : new Promise(() => undefined)
      },
      return() {
        state.returned++
        return Promise.resolve({ done: true, value: undefined })
      },
    }),
  }
  return { body, state }
}

async function invoke(headers: RawHeaders, chunks: readonly Uint8Array[]) {
  const { body, state } = openBody(chunks)
  const { deps } = answering(headers, body)
  return { result: await invokeStream(deps, EXCHANGE, REQUEST), state }
}

async function read(body: AsyncIterable<Uint8Array>): Promise<string> {
  let all = ''
  for await (const chunk of body) all += text(chunk)
  return all
}

test('the stream ends with message_stop, although the upstream keeps its connection open', async () => {
  const { result, state } = await invoke(FRAMES, [
    frame({ type: 'message_start', message: {} }),
    frame({ type: 'message_stop' }),
  ])
  if (result.kind !== 'answer') throw new TypeError(result.kind)
  expect(await read(result.answer.body)).toMatch(/event: message_stop\ndata: .*\n\n$/)
  expect(result.answer.end()).toEqual({ kind: 'complete' })
  expect(state.returned).toBe(0)
  // What follows is still read for a while, so that the connection can be used again; then it is let go of.
  await expect.poll(() => state.returned, { timeout: 5000 }).toBe(1)
})

test('an answer of another type is let go of', async () => {
  const { result, state } = await invoke(['content-type', 'text/html'], [bytes('<html>')])
  expect(result).toMatchObject({ kind: 'failure', failure: { kind: 'unreadable' } })
  expect(state).toEqual({ asked: 0, returned: 1 })
})

test('a reader that leaves ends the call', async () => {
  const { result, state } = await invoke(FRAMES, [frame({ type: 'message_start', message: {} })])
  if (result.kind !== 'answer') throw new TypeError(result.kind)
  for await (const _chunk of result.answer.body) break
  expect(result.answer.end()).toEqual({ kind: 'unread' })
  expect(state.asked).toBeGreaterThan(0)
})
