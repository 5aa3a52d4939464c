import { describe, expect, test } from 'vitest'
import { betas, preparedText, translate } from '../../../../../test/prepared-body.ts'

const message = (...blocks: string[]) =>
  `{"messages":[{"role":"assistant","content":[${blocks.join(',')}]}],"max_tokens":1}`
const text = (more: string) => `{"type":"text","text":"t"${more}}`
const CONTROL = ',"cache_control":{"type":"ephemeral","scope":"global"}'

/** Every place where a block may stand, with one block in it. */
const PLACES: readonly (readonly [string, (block: string) => string])[] = [
  ['a message', (block) => block],
  ['a tool result', (block) => `{"type":"tool_result","tool_use_id":"t","content":[${block}]}`],
  ['a search result', (block) => `{"type":"search_result","source":"s","title":"t","content":[${block}]}`],
  ['a document', (block) => `{"type":"document","source":{"type":"content","content":[${block}]}}`],
  [
    'a search result in a tool result',
    (block) =>
      `{"type":"tool_result","tool_use_id":"t","content":[{"type":"search_result","source":"s","title":"t","content":[${block}]}]}`,
  ],
  [
    'a document in a tool result',
    (block) =>
      `{"type":"tool_result","tool_use_id":"t","content":[{"type":"document","source":{"type":"content","content":[${block}]}}]}`,
  ],
]

describe.each(PLACES)('in %s', (_name, place) => {
  test('the scope of a breakpoint is left out', () => {
    const sent = translate(message(place(text(CONTROL))))
    expect(sent).toContain(place(text(',"cache_control":{"type":"ephemeral"}')))
    expect(sent).not.toContain('scope')
  })

  test('breakpoints count: a fifth one is not added', () => {
    const four = Array.from({ length: 4 }, () => place(text(',"cache_control":{"type":"ephemeral"}')))
    const body = message(...four, text('')).replace('{', '{"cache_control":{"type":"ephemeral"},')
    expect(translate(body).match(/cache_control/g)).toHaveLength(4)
  })
})

describe('what is left of server tools in the history', () => {
  const use = (name: string) => `{"type":"server_tool_use","id":"i","name":"${name}","input":{}}`

  test.each([
    ['a web search', use('web_search')],
    ['its result', '{"type":"web_search_tool_result","tool_use_id":"i","content":[]}'],
    ['code execution', use('bash_code_execution')],
    ['its result', '{"type":"code_execution_tool_result","tool_use_id":"i","content":{}}'],
    ['a call over MCP', '{"type":"mcp_tool_use","id":"i","name":"n","server_name":"s","input":{}}'],
    ['its result', '{"type":"mcp_tool_result","tool_use_id":"i","content":[]}'],
    ['a compaction', '{"type":"compaction","content":"c"}'],
  ])('%s is not sent', (_name, block) => {
    expect(() => translate(message(block))).toThrow('messages.0.content.0.type')
  })

  test('a search for tools is legitimate', () => {
    const body = message(
      use('tool_search_tool_regex'),
      '{"type":"tool_search_tool_result","tool_use_id":"i","content":{}}',
    )
    expect(translate(body)).toContain('tool_search_tool_result')
  })

  test('web searches may go to mantle', () => {
    expect(preparedText(message(use('web_search')), { surface: 'mantle' })).toContain('web_search')
  })

  test.each(['compact-2026-01-12', 'compact-2026-09-04'])('a compaction goes with the beta %s', (beta) => {
    expect(translate(message('{"type":"compaction","content":"c"}'), betas(beta))).toContain('compaction')
  })
})

test('a request for safeguards is never dropped: the client runs the check itself once it is told', () => {
  expect(() => translate('{"messages":[],"safeguards":{"mode":"auto"}}')).toThrow(/^safeguards: /)
})

test('tags label usage reports only and are left out', () => {
  expect(translate('{"messages":[],"tags":{"a":"b"}}')).not.toContain('tags')
})
