import { describe, expect, test } from 'vitest'
import { findModel } from '../../../../core/models/catalog.ts'
import { prepareBody } from './prepare-body.ts'
import { translate } from '../../../../../test/prepared-body.ts'

const V = '"anthropic_version":"bedrock-2023-05-31"'

describe('a message of the role system', () => {
  const USER = '{"role":"user","content": "h\\u0069"}'
  const SAID = '{"role":"system","content":"caf\\u00e9 \\/"}'
  const BLOCKS =
    '{"content":[{"type":"text", "text":"a"} , {"type":"text","text":"b","n":1.0}],"role":"system"}'

  test.each(['claude-opus-4-8', 'claude-opus-5', 'unknown'])('passes on %s', (model) => {
    const kept = `"system":"s","messages":[${USER},${SAID}]`
    expect(translate(`{${kept}}`, [], model)).toBe(`{${V},${kept}}`)
  })

  test.each([
    [
      '',
      '{"type":"text","text":"caf\\u00e9 \\/"},{"type":"text", "text":"a"},{"type":"text","text":"b","n":1.0}',
    ],
    [
      ',"system":"s\\u0020"',
      '{"type":"text","text":"s\\u0020"},{"type":"text","text":"caf\\u00e9 \\/"},{"type":"text", "text":"a"},{"type":"text","text":"b","n":1.0}',
    ],
    [
      ',"system": [{"type":"text","text":"s" }]',
      '{"type":"text","text":"s" },{"type":"text","text":"caf\\u00e9 \\/"},{"type":"text", "text":"a"},{"type":"text","text":"b","n":1.0}',
    ],
    [
      ',"system":[]',
      '{"type":"text","text":"caf\\u00e9 \\/"},{"type":"text", "text":"a"},{"type":"text","text":"b","n":1.0}',
    ],
    [
      ',"system":null',
      '{"type":"text","text":"caf\\u00e9 \\/"},{"type":"text", "text":"a"},{"type":"text","text":"b","n":1.0}',
    ],
  ])('moves behind the system prompt%s on older models', (system, blocks) => {
    expect(
      translate(`{"max_tokens": 5 ,"messages":[${USER},${SAID}, ${BLOCKS} ,${USER}]${system},"model":"m"}`),
    ).toBe(`{"system":[${blocks}],"messages":[${USER},${USER}],${V},"max_tokens": 5}`)
  })

  test('is edited like any other before it moves, and rejected under its own index', () => {
    const block = (more: string) =>
      `{"messages":[${USER},{"role":"system","content":[{"type":"text","text":"x",${more}}]}]}`
    expect(translate(block('"cache_control":{"type":"ephemeral","scope":"global"}'))).toBe(
      `{"system":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}}],"messages":[${USER}],${V}}`,
    )
    expect(() =>
      translate(
        `{"messages":[${SAID},{"role":"user","content":[{"type":"image","source":{"type":"url","url":"u"}}]}]}`,
      ),
    ).toThrow('messages.1.content.0.image')
  })

  test('keeps bytes that are no UTF-8', () => {
    const body = new TextEncoder().encode('{"messages":[{"role":"system","content":"~"}]}')
    const at = body.indexOf(0x7e)
    body[at] = 0xff
    const out = prepareBody({
      body,
      headers: [],
      model: findModel('claude-sonnet-4-6') ?? null,
      upstreamModel: '',
      surface: 'invoke',
      stream: false,
      unsupported: [],
    }).bytes
    expect(out.indexOf(0xff)).toBeGreaterThan(0)
  })

  test('may have very many blocks', () => {
    const blocks = Array<string>(200_000).fill('{}').join()
    const text = translate(`{"messages":[${USER},{"role":"system","content":[${blocks}]}]}`)
    expect(text.startsWith('{"system":[{},{},')).toBe(true)
  })

  test('says nothing when it is empty, and is left to Bedrock when it is of no known shape', () => {
    expect(translate(`{"messages":[${USER},{"role":"system","content":""}],"system":""}`)).toBe(
      `{"messages":[${USER}],${V}}`,
    )
    for (const odd of ['{"role":"system"}', '{"role":"system","content":5}']) {
      expect(translate(`{"messages":[${odd}]}`)).toBe(`{${V},"messages":[${odd}]}`)
    }
    expect(translate(`{"system":5,"messages":[${SAID}]}`)).toBe(`{${V},"system":5,"messages":[${SAID}]}`)
  })
})
