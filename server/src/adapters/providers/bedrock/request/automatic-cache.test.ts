import { describe, expect, test } from 'vitest'
import { prepared, preparedText } from '../../../../../test/prepared-body.ts'

const V = '"anthropic_version":"bedrock-2023-05-31"'
const HOUR = '{"type":"ephemeral","ttl":"1h"}'
const SHORT = '{"type":"ephemeral"}'

/** What `body` becomes with automatic caching of this kind. */
function cached(body: string, control = SHORT, more: Parameters<typeof preparedText>[1] = {}): string {
  const text = preparedText(`{"cache_control":${control},${body.slice(1)}`, more)
  return text.replace(`${V},`, '').replace(V, '')
}

const user = (content: string) => `{"messages":[{"role":"user","content":${content}}]}`
const block = (more: string) => `{${more}"type":"text","text": "a\\u00e9"}`

test('the last block carries it, and nothing else changes', () => {
  expect(cached(user(`[${block('')} , ${block('"n":1.0,')}]`))).toBe(
    user(`[${block('')} , ${block(`"cache_control":${SHORT},"n":1.0,`)}]`),
  )
})

test('a text becomes a block, its bytes kept', () => {
  expect(cached(user('"caf\\u00e9 \\/"'))).toBe(
    user(`[{"type":"text","text":"caf\\u00e9 \\/","cache_control":${SHORT}}]`),
  )
})

test('on every surface', () => {
  for (const surface of ['messages', 'mantle'] as const) {
    expect(cached(user('"hi"'), SHORT, { surface, upstreamModel: 'm' })).toBe(
      `{"model":"m",${user(`[{"type":"text","text":"hi","cache_control":${SHORT}}]`).slice(1)}`,
    )
  }
})

test.each([
  ['thinking', `[${block('')},{"type":"thinking","thinking":"t","signature":"s"}]`],
  ['an empty text', `[${block('')},{"type":"text","text":""}]`],
  ['what nobody knows', `[${block('')},{"type":"brand_new"},5]`],
])('%s cannot carry it', (_, content) => {
  expect(cached(user(content))).toBe(user(content.replace(block(''), block(`"cache_control":${SHORT},`))))
})

test('before the last message, in the system prompt, on the last tool', () => {
  const assistant = '{"role":"assistant","content":[{"type":"redacted_thinking","data":"d"}]}'
  expect(cached(`{"messages":[{"role":"user","content":"u"},${assistant}]}`)).toContain(
    `[{"type":"text","text":"u","cache_control":${SHORT}}]},${assistant}`,
  )
  expect(cached('{"system":"s","messages":[]}')).toBe(
    `{"system":[{"type":"text","text":"s","cache_control":${SHORT}}],"messages":[]}`,
  )
  const deferred = '{"name":"b","defer_loading":true}'
  const sent = cached(`{"tools":[{"name":"a"},${deferred}],"messages":[]}`, SHORT, {
    headers: ['anthropic-beta', 'tool-search-tool-2025-10-19'],
  })
  expect(sent).toContain(`"tools":[{"cache_control":${SHORT},"name":"a"},${deferred}]`)
  expect(cached('{"messages":[]}')).toBe('{"messages":[]}')
})

test('a block that has one keeps it; null is none', () => {
  const own = user(`[${block(`"cache_control":${HOUR},`)}]`)
  expect(cached(own)).toBe(own)
  expect(cached(user(`[${block('"cache_control":null,')}]`))).toBe(
    user(`[${block(`"cache_control":${SHORT},`)}]`),
  )
})

test('a fifth breakpoint is left out', () => {
  const four =
    `"tools":[{"name":"n","cache_control":${SHORT}}],"system":[${block(`"cache_control":${SHORT},`)}],` +
    `"messages":[{"role":"user","content":[{"type":"tool_result","cache_control":${SHORT},"content":[${block(`"cache_control":${SHORT},`)}]}]}`
  expect(cached(`{${four},{"role":"user","content":"u"}]}`)).toBe(`{${four},{"role":"user","content":"u"}]}`)
  const three = four.replace(`"cache_control":${SHORT},"content"`, '"content"')
  expect(cached(`{${three},{"role":"user","content":"u"}]}`)).toContain(
    `{"type":"text","text":"u","cache_control":${SHORT}}`,
  )
})

describe('how long it lasts', () => {
  test('stays as it was asked for, without a scope', () => {
    expect(cached(user('"u"'), '{"scope":"global","type":"ephemeral", "ttl":"1h"}')).toContain(
      '"cache_control":{"type":"ephemeral", "ttl":"1h"}',
    )
  })

  test('is the default on models that know no other', () => {
    expect(cached(user('"u"'), HOUR, { model: 'claude-sonnet-4-0' })).toContain(`"cache_control":${SHORT}`)
  })

  test('is the default behind one that lasts less: the other order is rejected', () => {
    const system = (control: string) => `"system":[${block(`"cache_control":${control},`)}]`
    expect(cached(`{${system(SHORT)},"messages":[{"role":"user","content":"u"}]}`, HOUR)).toContain(
      `"text":"u","cache_control":${SHORT}`,
    )
    expect(cached(`{${system(HOUR)},"messages":[{"role":"user","content":"u"}]}`, HOUR)).toContain(
      `"text":"u","cache_control":${HOUR}`,
    )
  })

  test('is the default where the other was rejected before', () => {
    const unsupported = [{ kind: 'field', name: 'messages.*.content.*.cache_control.ttl' }] as const
    expect(cached(user('"u"'), HOUR, { unsupported })).toContain(`"cache_control":${SHORT}`)
  })
})

test('a message that moves into the system prompt is not the last block', () => {
  expect(
    cached('{"messages":[{"role":"user","content":"u"},{"role":"system","content":"s"}],"max_tokens":1}'),
  ).toContain(`"messages":[{"role":"user","content":[{"type":"text","text":"u","cache_control":${SHORT}}]}]`)
})

test('null asks for nothing; anything else that is no object is rejected', () => {
  expect(cached(user('"u"'), 'null')).toBe(user('"u"'))
  expect(() => cached(user('"u"'), '"ephemeral"')).toThrow('cache_control: Input should be an object')
})

test('is told', () => {
  const { changes } = prepared(`{"cache_control":${SHORT},${user('"u"').slice(1)}`)
  expect(changes).toContain('`cache_control` becomes a breakpoint on the last block.')
})
