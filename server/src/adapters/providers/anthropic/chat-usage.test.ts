import { expect, test } from 'vitest'
import { isChat, makeChatUsageReader } from './chat-usage.ts'

const USAGE = { prompt_tokens: 100, completion_tokens: 7, prompt_tokens_details: { cached_tokens: 40 } }
const EXPECTED = { inputTokens: 60, outputTokens: 7, cacheReadTokens: 40 }

function read(streamed: boolean, text: string) {
  const reader = makeChatUsageReader(streamed)
  for (const byte of new TextEncoder().encode(text)) reader.push(Uint8Array.of(byte))
  return { end: reader.finish(), usage: reader.usage }
}

test('a JSON answer says its usage and its model', () => {
  const { usage, end } = read(false, JSON.stringify({ model: 'claude-haiku-4-5', usage: USAGE }))
  expect(usage).toMatchObject({ ...EXPECTED, iterations: [{ model: 'claude-haiku-4-5' }] })
  expect(end).toEqual({ kind: 'complete' })
})

test('a stream says it in its last event', () => {
  const events = [
    { model: 'm', choices: [], usage: null },
    { model: 'm', choices: [], usage: USAGE },
  ]
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')
  expect(read(true, `${text}data: [DONE]\n\n`).usage).toMatchObject(EXPECTED)
})

test.each([
  [false, 'no json'],
  [false, '{}'],
  [true, 'data: {"choices":[]}\n\ndata: [DONE]\n\n'],
])('an answer without usage has none', (streamed, text) => {
  expect(read(streamed, text).usage).toMatchObject({ inputTokens: null, iterations: null })
})

test.each([
  ['POST', '/v1/chat/completions', true],
  ['POST', '/v1/chat/completions?a=b', true],
  ['GET', '/v1/chat/completions', false],
  ['POST', '/v1/chat/completions/x', false],
])('%s %s: %s', (method, url, is) => expect(isChat(method, url)).toBe(is))
