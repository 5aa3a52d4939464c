import { type Socket, connect } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { decodeFrames, eventOf } from './decode-frames.ts'
import { startFakeBedrock, type FakeBedrock } from './fake-bedrock.ts'

let fake: FakeBedrock
beforeAll(async () => {
  fake = await startFakeBedrock()
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

const path = '/model/us.anthropic.claude-opus-5/invoke-with-response-stream'
const body = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 16,
  messages: [{ role: 'user', content: 'hi' }],
})

function invoke(signal?: AbortSignal): Promise<Response> {
  return fetch(fake.url + path, {
    method: 'POST',
    headers: { authorization: 'Bearer bedrock-api-key-test' },
    body,
    ...(signal && { signal }),
  })
}

test('errors in both AWS shapes, and any other bytes', async () => {
  fake.script(
    { kind: 'error', status: 429, exception: 'ThrottlingException', message: 'Too many tokens' },
    { kind: 'error', status: 403, message: 'Denied', messageField: 'Message', headers: { 'x-extra': '1' } },
    { kind: 'error', status: 503, raw: { body: '<html></html>', contentType: 'text/html' } },
  )
  const throttled = await invoke()
  expect([throttled.status, throttled.headers.get('x-amzn-errortype')]).toEqual([429, 'ThrottlingException'])
  expect(throttled.headers.get('x-amzn-requestid')).not.toBeNull()
  expect(await throttled.json()).toEqual({ message: 'Too many tokens' })
  const denied = await invoke()
  expect(denied.headers.get('x-extra')).toBe('1')
  expect(await denied.json()).toEqual({ Message: 'Denied' })
  const edge = await invoke()
  expect([edge.status, await edge.text()]).toEqual([503, '<html></html>'])
})

test('an exception as the first frame, and in the middle', async () => {
  const exception = {
    kind: 'exception_frame',
    exception: 'throttlingException',
    message: 'Slow down',
  } as const
  fake.script({ ...exception, at: 0 }, { ...exception, at: 4 })
  const [first, ...others] = decodeFrames(await (await invoke()).bytes())
  expect(first?.headers).toMatchObject({
    ':message-type': 'exception',
    ':exception-type': 'throttlingException',
  })
  expect(first?.payload).toBe('{"message":"Slow down"}')
  expect(others).toHaveLength(0)
  const frames = decodeFrames(await (await invoke()).bytes())
  expect(frames).toHaveLength(5)
  expect(frames[4]?.payload).toBe('{"message":"Slow down"}')
})

test('a model stream error carries the original status', async () => {
  fake.script({
    kind: 'exception_frame',
    at: 1,
    exception: 'modelStreamErrorException',
    message: 'Failed',
    originalStatusCode: 529,
    originalMessage: 'Overloaded',
  })
  const frames = decodeFrames(await (await invoke()).bytes())
  expect(JSON.parse(frames[1]?.payload ?? '')).toEqual({
    message: 'Failed',
    originalStatusCode: 529,
    originalMessage: 'Overloaded',
  })
})

test('an error frame', async () => {
  fake.script({ kind: 'error_frame', at: 2 })
  expect(decodeFrames(await (await invoke()).bytes())[2]?.headers).toEqual({
    ':message-type': 'error',
    ':error-code': 'InternalFailure',
    ':error-message': 'An internal server error occurred',
  })
})

test('a wrong checksum', async () => {
  fake.script({ kind: 'wrong_crc', at: 3, which: 'message' }, { kind: 'wrong_crc', at: 0, which: 'prelude' })
  const bytes = await (await invoke()).bytes()
  expect(() => decodeFrames(bytes)).toThrow(/message checksum/i)
  expect(() => decodeFrames(bytes.subarray(0, 300))).not.toThrow(/message checksum/i)
  const other = await (await invoke()).bytes()
  expect(() => decodeFrames(other)).toThrow(/prelude checksum/i)
})

test('frames split over many writes, and joined in few', async () => {
  const text = 'one two three four'
  const usual = await countReads(() => fake.script({ kind: 'answer', text, chunkDelayMs: 2 }))
  const split = await countReads(() => fake.script({ kind: 'fragmented', text, pieceBytes: 100 }))
  const joined = await countReads(() => fake.script({ kind: 'coalesced', text }))
  expect(split.chunks).toBeGreaterThan(usual.chunks)
  expect(joined.chunks).toBe(1)
  for (const { bytes } of [usual, split, joined]) {
    const events = decodeFrames(bytes).map(eventOf)
    expect(events).toHaveLength(9)
    expect(events.at(-1)?.['type']).toBe('message_stop')
  }
})

/** HTTP chunks follow the server's writes one to one. */
async function countReads(prepare: () => void): Promise<{ chunks: number; bytes: Uint8Array }> {
  prepare()
  const { hostname, port } = new URL(fake.url)
  const socket: Socket = connect(Number(port), hostname)
  socket.write(
    `POST ${path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer ABSKtest\r\n` +
      `content-length: ${body.length}\r\n\r\n${body}`,
  )
  const received: Buffer[] = []
  socket.on('data', (data) => received.push(data))
  await once(socket, 'close')
  const answer = Buffer.concat(received)
  const bytes: Buffer[] = []
  for (let at = answer.indexOf('\r\n\r\n') + 4; ;) {
    const lineEnd = answer.indexOf('\r\n', at)
    const size = Number.parseInt(answer.subarray(at, lineEnd).toString(), 16)
    if (size === 0) return { chunks: bytes.length, bytes: Buffer.concat(bytes) }
    bytes.push(answer.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
}

test('a cut stream, a reset and a request without an answer', async () => {
  fake.script(
    { kind: 'cut', at: { events: 3 } },
    { kind: 'cut', at: { events: 3 }, ending: 'clean' },
    { kind: 'cut', at: { bytes: 50 }, ending: 'clean' },
    { kind: 'reset' },
    { kind: 'hang' },
  )
  await expect((await invoke()).bytes()).rejects.toThrow()
  expect(decodeFrames(await (await invoke()).bytes())).toHaveLength(3)
  expect(await (await invoke()).bytes()).toHaveLength(50)
  await expect(invoke()).rejects.toThrow()
  await expect(invoke(AbortSignal.timeout(50))).rejects.toThrow()
  await vi.waitFor(() => expect(fake.requests[4]?.aborted).toBe(true))
})

test('a behaviour of streams on a whole answer is reported as a mistake of the test', async () => {
  fake.script({ kind: 'error_frame', at: 0 })
  const response = await fetch(fake.url + path.replace(/-with.*/, ''), {
    method: 'POST',
    headers: { authorization: 'Bearer ABSKtest' },
    body,
  })
  expect([response.status, await response.text()]).toEqual([500, expect.stringContaining('stand-in failed')])
})
