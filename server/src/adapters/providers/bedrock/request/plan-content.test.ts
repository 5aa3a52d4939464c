import { describe, expect, test } from 'vitest'
import { betas, prepared, preparedText, translate } from '../../../../../test/prepared-body.ts'

const V = '"anthropic_version":"bedrock-2023-05-31"'

describe('tool search', () => {
  const REFERENCES =
    '{"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"tool_reference","tool_name":"n"},{"type":"text","text":"x"}]}]}]}'

  test('references go with the beta, under either name', () => {
    for (const name of ['tool-search-tool-2025-10-19', 'advanced-tool-use-2025-11-20'])
      expect(translate(REFERENCES, betas(name))).toContain(REFERENCES.slice(1))
    expect(translate(REFERENCES)).toContain('"content":[{"type":"text","text":"x"}]')
  })

  test('its tools go to models that know them', () => {
    const body = '{"tools":[{"type":"tool_search_tool_regex_20251119","name":"s"}]}'
    expect(translate(body)).toBe(`{${V},${body.slice(1)}`)
    expect(() => translate(body, [], 'claude-opus-4-1')).toThrow(
      "tools.0.type: 'tool_search_tool_regex_20251119' is not offered by Bedrock for this model",
    )
  })
})

test('examples go with their beta only', () => {
  const body = '{"tools":[{"name":"n","input_examples":[{"a":1.0}]}]}'
  expect(translate(body)).toBe(`{${V},"tools":[{"name":"n"}]}`)
  expect(translate(body, betas('tool-examples-2025-10-29'))).toContain(body.slice(1))
})

test('tools of client types pass, known to the gateway or not', () => {
  const types = [
    'custom',
    'bash_20250124',
    'text_editor_20250728',
    'memory_20250818',
    'computer_20251124',
    'new_2027',
  ]
  const body = `{"tools":[${types.map((type) => `{"type":"${type}","name":"n"}`).join(',')}]}`
  expect(translate(body)).toBe(`{${V},${body.slice(1)}`)
})

test.each([
  'web_search_20250305',
  'web_fetch_20260318',
  'code_execution_20260521',
  'advisor_20260301',
  'mcp_toolset',
  'computer_toolset_20260801',
  'browser_toolset_20260801',
])('%s runs elsewhere and is rejected', (type) => {
  expect(() => translate(`{"tools":[{"type":"${type}","name":"n"}]}`)).toThrow(
    `tools.0.type: '${type}' runs on Anthropic's servers and is not offered by Bedrock. Remove the tool, or route`,
  )
})

test('sources inside the source of a document are looked at too', () => {
  const body =
    '{"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"document","source":{"type":"content","content":[{"type":"text","text":"x"},{"type":"image","source":{"type":"url","url":"u"}}]}}]}]}]}'
  expect(() => translate(body)).toThrow(
    "messages.0.content.0.content.0.document.source.content.1.image.source.type: 'url'",
  )
})

describe('context_management', () => {
  const CLEAR = '{"type":"clear_tool_uses_20250919","n": 1.0}'
  const COMPACT = '{"type":"compact_20260112"}'
  const body = (...edits: string[]) => `{"context_management":{"edits":[${edits.join(',')}]}}`

  test('each edit goes with its own beta', () => {
    const both = ['context-management-2025-06-27', 'compact-2026-01-12']
    expect(translate(body(CLEAR, COMPACT), betas(...both))).toContain(body(CLEAR, COMPACT).slice(1))
    expect(translate(body(CLEAR, COMPACT), betas(both[0]!))).toContain(body(CLEAR).slice(1))
    expect(translate(body(CLEAR, COMPACT), betas(...both), 'claude-sonnet-4-5')).toContain(
      body(CLEAR).slice(1),
    )
  })

  test('without any that can go, neither field nor beta does', () => {
    const { bytes, betas: sent } = prepared(body(COMPACT), {
      headers: betas('context-management-2025-06-27'),
    })
    expect(new TextDecoder().decode(bytes)).toBe(`{${V}}`)
    expect(sent).toEqual([])
  })

  test('a beta without the field goes: it was the request that lacks it', () => {
    expect(prepared('{}', { headers: betas('compact-2026-01-12') }).betas).toEqual(['compact-2026-01-12'])
  })
})

describe('thinking', () => {
  const body = (more: string) => `{"thinking":{"type":"adaptive"${more}}}`
  const binding = ',"block_binding":{"prefix_mismatch_behavior":"x"}'

  test('passes, whatever the model makes of it', () => {
    for (const thinking of ['{"type":"enabled","budget_tokens": 1024}', '{"type":"disabled"}', 'null', '5'])
      expect(translate(`{"thinking":${thinking}}`)).toBe(`{${V},"thinking":${thinking}}`)
    expect(translate(body(',"display":"omitted"'))).toContain(body(',"display":"omitted"').slice(1))
  })

  test('what came with a beta goes with it', () => {
    const headers = betas('thinking-binding-controls-2026-08-01', 'thinking-display-updates-2026-08-18')
    const all = body(`${binding},"display":"updates"`)
    expect(translate(all, headers, 'claude-opus-5-5')).toContain(all.slice(1))
    expect(translate(all, headers, 'claude-sonnet-4-5')).toBe(`{${V},${body('').slice(1)}`)
  })
})

describe('messages of the role system on models that know it', () => {
  const said = (more: string) => `{"messages":[{"role":"user","content":"u"},{"role":"system",${more}}]}`
  const message = said('"output_config":{"effort":"low"},"clear_at":"never","content":"s"')
  const beta = betas('mid-conversation-output-config-2026-07-01')

  test('keep the settings whose beta goes', () => {
    expect(translate(message, beta, 'claude-opus-5')).toContain(
      said('"output_config":{"effort":"low"},"content":"s"').slice(1),
    )
    expect(translate(message, beta, 'claude-opus-4-8')).toContain(said('"content":"s"').slice(1))
  })

  test('may change the tools with the beta, and are rejected without', () => {
    const change = said('"content":[{"type":"tool_addition","tool":{"name":"n"}}]')
    const toolBeta = betas('mid-conversation-tool-changes-2026-07-01')
    expect(translate(change, toolBeta, 'claude-opus-5')).toContain(change.slice(1))
    expect(() => translate(change, toolBeta, 'claude-opus-4-8')).toThrow(
      "messages.1.content.0.type: 'tool_addition'",
    )
  })

  test('stand in the system prompt where they come first', () => {
    const first = '{"role":"system","content":"first"}'
    const settings = '{"role":"system","content":[],"output_config":{"effort":"low"}}'
    const rest = '{"role":"user","content":"u"},{"role":"system","content":"later"}'
    expect(translate(`{"messages":[${settings},${first},${rest}]}`, beta, 'claude-opus-5')).toContain(
      `{"system":[{"type":"text","text":"first"}],"messages":[${settings},${rest}],`,
    )
  })

  test('move when the role was rejected before', () => {
    const unsupported = [{ kind: 'field', name: 'messages.*.role.system' }] as const
    expect(preparedText(said('"content":"s"'), { model: 'claude-opus-4-8', unsupported })).toBe(
      `{"system":[{"type":"text","text":"s"}],"messages":[{"role":"user","content":"u"}],${V}}`,
    )
  })
})

describe('what was rejected before', () => {
  const field = (name: string) => ({ kind: 'field', name }) as const
  const beta = (name: string) => ({ kind: 'beta', name }) as const

  test('is cut at its path, and only there', () => {
    const body =
      '{"max_tokens":1,"tools":[{"name":"n","x":{"y": 1 },"input_schema":{"x":{"y":1.0}}},{"x":{"z":2,"y":3}},5],"x":1.0e0}'
    expect(preparedText(body, { unsupported: [field('tools.*.x.y')] })).toBe(
      `{${V},"max_tokens":1,"tools":[{"name":"n","x":{ },"input_schema":{"x":{"y":1.0}}},{"x":{"z":2}},5]}`,
    )
    expect(preparedText('{"tools":[{"a":1},{"a":2}]}', { unsupported: [field('tools.1.a')] })).toBe(
      `{${V},"tools":[{"a":1},{}]}`,
    )
  })

  test('may be deeper than anything the gateway looks at', () => {
    const deep = (inner: string) =>
      `{"tools":[{"input_schema":${'{"a":'.repeat(20)}${inner}${'}'.repeat(20)}}]}`
    const path = `tools.*.input_schema.${'a.'.repeat(20)}gone`
    expect(preparedText(deep('{"gone":1,"b":2}'), { unsupported: [field(path)] })).toBe(
      `{${V},${deep('{"b":2}').slice(1)}`,
    )
  })

  test('takes what belongs to it along', () => {
    const body = '{"context_management":{"edits":[]},"output_config":{"effort":"low"}}'
    const headers = betas('context-management-2025-06-27', 'effort-2025-11-24')
    const sent = (unsupported: Parameters<typeof prepared>[1]) => {
      const { bytes, betas: names } = prepared(body, { headers, ...unsupported })
      return [new TextDecoder().decode(bytes).replace(/"anthropic_beta":\[[^\]]*\],/, ''), names]
    }
    expect(sent({ unsupported: [beta('context-management-2025-06-27')] })).toEqual([
      `{${V},"output_config":{"effort":"low"}}`,
      ['effort-2025-11-24'],
    ])
    expect(sent({ unsupported: [field('output_config.effort'), field('context_management')] })).toEqual([
      `{${V}}`,
      [],
    ])
    expect(sent({ unsupported: [beta('effort-2025-11-24')], model: 'claude-opus-4-5' })[0]).not.toContain(
      'effort',
    )
    expect(sent({ unsupported: [beta('effort-2025-11-24')], model: 'unknown' })[0]).not.toContain('effort')
  })

  test('is not rejected by the gateway any more', () => {
    const body = '{"max_tokens":1,"mcp_servers":[{}],"output_config":{"format":{}}}'
    const unsupported = [field('mcp_servers'), field('output_config.format')]
    expect(preparedText(body, { unsupported, model: 'claude-opus-5' })).toBe(`{${V},"max_tokens":1}`)
  })

  test('a beta is known under the name that clients use as well', () => {
    const headers = betas('advanced-tool-use-2025-11-20')
    for (const name of ['advanced-tool-use-2025-11-20', 'tool-search-tool-2025-10-19'])
      expect(prepared('{}', { headers, unsupported: [beta(name)] }).betas).toEqual([])
  })
})

describe('changes', () => {
  test('are told by name, never by value', () => {
    const { changes } = prepared(
      '{"model":"SECRET","max_tokens":1,"service_tier":"SECRET","tools":[{"name":"n","strict":true},{"name":"SECRET","strict":true}],"system":[{"type":"text","text":"SECRET","cache_control":{"type":"ephemeral","scope":"SECRET"}}]}',
      { headers: betas('oauth-2025-04-20', 'advanced-tool-use-2025-11-20') },
    )
    expect(changes).toEqual([
      'The beta `oauth-2025-04-20` is left out: Bedrock does not take it.',
      'The beta `advanced-tool-use-2025-11-20` goes as `tool-search-tool-2025-10-19`.',
      '`model` and `stream` move into the URL, `anthropic_version` and the betas into the body.',
      '`service_tier` is left out: Bedrock does not take it.',
      '`cache_control.scope` is left out: Bedrock does not take it.',
      '`tools.*.strict` is left out: Bedrock does not take it.',
    ])
  })

  test('of a hostile body stay few and short', () => {
    const many = Array.from({ length: 1000 }, (_, i) => `"${'x'.repeat(500)}${i}":1`).join(',')
    const { changes } = prepared(`{${many},"a\\nb":1}`)
    expect(changes.length).toBeLessThanOrEqual(50)
    for (const sentence of changes) expect(sentence.length).toBeLessThan(150)
    expect(prepared('{"a\\nb":1}').changes).toContain('`a\\nb` is left out: Bedrock does not take it.')
  })
})
