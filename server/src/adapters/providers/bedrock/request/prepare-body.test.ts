import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betas, translate } from '../../../../../test/prepared-body.ts'

const V = '"anthropic_version":"bedrock-2023-05-31"'

describe('bedrockRequestBody', () => {
  test('model and stream go into the URL, the version comes in', () => {
    expect(translate('{"model":"claude-sonnet-4-6","stream":true,"max_tokens":5,"messages":[]}')).toBe(
      `{${V},"max_tokens":5,"messages":[]}`,
    )
  })

  test('every value that stays keeps its bytes', () => {
    const kept =
      '"messages": [ {"role":"assistant","content":[{"type":"thinking","thinking":"\\u00e9\\/","signature":"Eq+/=="},' +
      '{"type":"tool_use","id":"t","name":"n","input":{"big":9007199254740993,"huge":1e400,"one":1.0,"cache_control":{"scope":"x"}}}]}]'
    expect(translate(`{"model":"m","max_tokens": 10 ,${kept}}`)).toBe(`{${V},"max_tokens": 10 ,${kept}}`)
  })

  test('any messages and system keep their bytes, whatever stands around them', () => {
    const text = fc.string({ unit: 'grapheme' })
    fc.assert(
      fc.property(fc.jsonValue(), text, fc.boolean(), (input, said, indent) => {
        const kept = JSON.stringify(
          [{ role: 'assistant', content: [{ type: 'tool_use', id: said, name: 'n', input }] }],
          null,
          indent ? 1 : 0,
        )
        const out = translate(`{"model":"m", "messages" : ${kept} , "speed":"fast"}`)
        expect(out).toBe(`{${V},"messages" : ${kept}}`)
        expect(JSON.parse(out)).toEqual({
          anthropic_version: 'bedrock-2023-05-31',
          messages: JSON.parse(kept),
        })
      }),
    )
  })

  test('of duplicate keys the last wins', () => {
    expect(translate('{"max_tokens":1,"messages":[],"max_tokens":2,"model":"a","model":"b"}')).toBe(
      `{${V},"messages":[],"max_tokens":2}`,
    )
  })

  test('fields nobody knows are left out, like their betas', () => {
    expect(
      translate(
        '{"model":"m","max_tokens":1,"service_tier":"auto","inference_geo":"us","brand_new":{}}',
        betas('brand-new-2027-01-01'),
      ),
    ).toBe(`{${V},"max_tokens":1}`)
  })

  test('nothing left is still an object', () => {
    expect(translate('{"model":"m"}')).toBe(`{${V}}`)
    expect(translate('{}')).toBe(`{${V}}`)
  })

  describe('betas', () => {
    test('known ones move into the body, the rest is left out', () => {
      expect(
        translate('{"model":"m","max_tokens":1}', [
          ...betas('claude-code-20250219', 'interleaved-thinking-2025-05-14'),
          'Anthropic-Beta',
          'oauth-2025-04-20, context-1m-2025-08-07',
        ]),
      ).toBe(
        `{${V},"anthropic_beta":["interleaved-thinking-2025-05-14","context-1m-2025-08-07"],"max_tokens":1}`,
      )
    })

    test('betas in the body count as well, once', () => {
      expect(
        translate(
          '{"model":"m","anthropic_beta":["effort-2025-11-24","x"],"max_tokens":1}',
          betas('effort-2025-11-24'),
        ),
      ).toBe(`{${V},"anthropic_beta":["effort-2025-11-24"],"max_tokens":1}`)
    })

    test('a beta goes only to models that know it, and may have another name there', () => {
      const body = '{"model":"m","max_tokens":1}'
      expect(translate(body, betas('advanced-tool-use-2025-11-20'))).toContain(
        '["tool-search-tool-2025-10-19"]',
      )
      expect(translate(body, betas('tool-search-tool-2025-10-19'), 'claude-3-7-sonnet')).toBe(
        `{${V},"max_tokens":1}`,
      )
    })

    test('interleaved thinking is a beta of Claude 4 only', () => {
      const body = '{"model":"m","max_tokens":1}'
      const sent = (model: string) => translate(body, betas('interleaved-thinking-2025-05-14'), model)
      const withBeta = `{${V},"anthropic_beta":["interleaved-thinking-2025-05-14"],"max_tokens":1}`
      for (const model of ['claude-sonnet-4-0', 'claude-opus-4-8', 'unknown'])
        expect(sent(model)).toBe(withBeta)
      for (const model of ['claude-3-7-sonnet', 'claude-opus-5', 'claude-haiku-5-5']) {
        expect(sent(model)).toBe(`{${V},"max_tokens":1}`)
      }
    })

    test('context_management travels with its beta or not at all', () => {
      const body = '{"model":"m","max_tokens":1,"context_management":{"edits":[]}}'
      expect(translate(body)).toBe(`{${V},"max_tokens":1}`)
      expect(translate(body, betas('context-management-2025-06-27'))).toContain(
        '"context_management":{"edits":[]}',
      )
    })
  })

  test('cache_control loses scope always and ttl on models that do not know it', () => {
    const body =
      '{"max_tokens":1,"system":[{"type":"text","text":"s","cache_control":{"type":"ephemeral","ttl":"1h","scope":"global"}}],' +
      '"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"text","text":"x","cache_control":{"scope":"global","type":"ephemeral"}}]}]}],' +
      '"tools":[{"name":"n","input_schema":{"properties":{"cache_control":{"scope":"mine"}}},"cache_control":{"type":"ephemeral","ttl":"5m"}}]}'
    const now = JSON.parse(translate(body)) as { system: unknown[]; tools: unknown[]; messages: unknown[] }
    expect(now.system).toEqual([{ type: 'text', text: 's', cache_control: { type: 'ephemeral', ttl: '1h' } }])
    expect(JSON.stringify(now.messages)).toContain('"cache_control":{"type":"ephemeral"}')
    expect(JSON.stringify(now.tools)).toContain('{"cache_control":{"scope":"mine"}}')
    const old = JSON.parse(translate(body, [], 'claude-sonnet-4-0')) as typeof now
    expect(old.system).toEqual([{ type: 'text', text: 's', cache_control: { type: 'ephemeral' } }])
    expect(JSON.stringify(old.tools)).toContain('"cache_control":{"type":"ephemeral"}')
  })

  test('tool fields that Bedrock rejects are cut', () => {
    const tool =
      '{"name":"n","strict":true,"eager_input_streaming":true,"custom":{},"defer_loading":true,"input_schema":{"strict":1}}'
    expect(translate(`{"max_tokens":1,"tools":[${tool}]}`)).toBe(
      `{${V},"max_tokens":1,"tools":[{"name":"n","input_schema":{"strict":1}}]}`,
    )
    expect(translate(`{"max_tokens":1,"tools":[${tool}]}`, betas('tool-search-tool-2025-10-19'))).toContain(
      '"defer_loading":true',
    )
  })

  test.each([
    ['2023-06-01', 'claude-opus-4-8', 'bedrock-2023-05-31'],
    ['2026-10-21', 'claude-opus-4-8', '2026-10-21'],
    ['2026-10-21', 'claude-opus-4-7', '2026-10-21'],
    ['2026-10-21', 'claude-opus-4-6', 'bedrock-2023-05-31'],
    ['2026-10-21', 'unknown', 'bedrock-2023-05-31'],
    ['nonsense', 'claude-opus-4-8', 'bedrock-2023-05-31'],
  ])('anthropic-version %s on %s is %s', (asked, model, sent) => {
    expect(translate('{"anthropic_version":"vertex-2023-10-16"}', ['anthropic-version', asked], model)).toBe(
      `{"anthropic_version":"${sent}"}`,
    )
  })

  test.each([
    ['{"container":"c"}', 'container: is not offered by Bedrock'],
    ['{"skills":[{}]}', 'skills: is not offered by Bedrock'],
    ['{"mcp_servers":[{}]}', 'mcp_servers: is not offered by Bedrock'],
    ['{"output_format":{}}', 'output_format: is not offered by Bedrock'],
    [
      '{"tools":[{"name":"a"},{"type":"web_search_20250305","name":"web_search"}]}',
      "tools.1.type: 'web_search_20250305'",
    ],
    [
      '{"messages":[{"role":"user","content":[{"type":"image","source":{"type":"url","url":"u"}}]}]}',
      "messages.0.content.0.image.source.type: 'url'",
    ],
    [
      '{"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"document","source":{"type":"file"}}]}]}]}',
      "messages.0.content.0.content.0.document.source.type: 'file'",
    ],
  ])('%s is unsupported, naming the field and the way out', (body, message) => {
    expect(() => translate(body)).toThrow(message)
  })

  test('what asks for nothing is not rejected', () => {
    expect(translate('{"container":null,"mcp_servers":[],"max_tokens":1}')).toBe(`{${V},"max_tokens":1}`)
  })

  test('odd but valid shapes pass through', () => {
    const body = '{"system":"text","messages":[{"role":"user","content":"hi"},null,5],"tools":null}'
    expect(translate(body)).toBe(`{${V},${body.slice(1)}`)
  })
})
