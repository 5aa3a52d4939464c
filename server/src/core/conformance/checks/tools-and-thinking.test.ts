// Rounds with tools and thinking, and what breaks them.
import { expect, test } from 'vitest'
import {
  ON,
  withModel,
  messageSeen,
  TOO_OLD,
  START,
  DELTA,
  STOP,
  block,
  GOOD_STREAM,
  streamSeen,
  stepsOf,
  check,
  verdictOn,
  bodyOf,
  judges,
  type Event,
} from '../../../../test/judge-recorded.ts'

const call = (name: string, ...pieces: string[]) =>
  block(
    0,
    { type: 'tool_use', id: 'toolu_1', name, input: {} },
    ...pieces.map((partial_json) => ({ type: 'input_json_delta', partial_json })),
  )
const CALLED: Event = ['message_delta', { delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 9 } }]
const toolSeen = (...pieces: string[]) => streamSeen([START, ...call('get_record', ...pieces), CALLED, STOP])

judges('tools', ON.bedrock, [
  ['a call and its result', [toolSeen('', '{"record', '_id": 7}'), messageSeen()], 'pass', /result taken/],
  ['an input without deltas', [toolSeen(), messageSeen()], 'pass', /result taken/],
  ['deltas that are no JSON', toolSeen('{"record_id": 7'), 'fail', /do not add up/],
  ['another tool', streamSeen([START, ...call('other', '{}'), CALLED, STOP]), 'fail', /"other"/],
  [
    'another stop_reason',
    streamSeen([START, ...call('get_record', '{}'), DELTA, STOP]),
    'fail',
    /end_turn instead of tool_use/,
  ],
  ['no call', streamSeen(GOOD_STREAM), 'fail', /calls no tool/],
  ['a result that is rejected', [toolSeen('{}'), TOO_OLD], 'fail', /version_too_old/],
])

test('the result of a tool comes with the call as it was written', () => {
  const [, result] = stepsOf('tools', ON.anthropic)
  const thought = block(
    0,
    { type: 'thinking', thinking: '', signature: '' },
    { type: 'thinking_delta', thinking: 'é' },
    { type: 'signature_delta', signature: 'A/+=' },
  )
  const called = block(
    1,
    { type: 'tool_use', id: 'toolu_1', name: 'get_record', input: {} },
    { type: 'input_json_delta', partial_json: '{"n": 9007199254740993, "m": 1e400}' },
  )
  const { body } = result!.request([streamSeen([START, ...thought, ...called, CALLED, STOP])])
  expect(body).toContain(
    '{"role":"assistant","content":[{"type":"thinking","thinking":"é","signature":"A/+="},' +
      '{"type":"tool_use","id":"toolu_1","name":"get_record","input":{"n": 9007199254740993, "m": 1e400}}]}',
  )
  expect(JSON.parse(body!)).toMatchObject({
    messages: [{ role: 'user' }, { role: 'assistant' }, { content: [{ tool_use_id: 'toolu_1' }] }],
  })
})

test('a tool is forced only where the model takes it', () => {
  const choice = (name: string) => bodyOf(stepsOf('tools', withModel(ON.anthropic, name))[0]!)['tool_choice']
  expect(choice('claude-opus-4-8')).toEqual({ type: 'tool', name: 'get_record' })
  expect(choice('claude-opus-5-5')).toEqual({ type: 'auto' })
})

const thought = (...deltas: object[]) =>
  streamSeen([START, ...block(0, { type: 'thinking', thinking: '', signature: '' }, ...deltas), DELTA, STOP])

judges('thinking', ON.anthropic, [
  [
    'with signature',
    thought({ type: 'signature_delta', signature: 'EqQ=' }),
    'pass',
    /^enabled, with signature$/,
  ],
  ['without signature', thought({ type: 'thinking_delta', thinking: 'hm' }), 'fail', /no signature/],
  [
    'hidden by the service',
    streamSeen([START, ...block(0, { type: 'redacted_thinking', data: 'Ab=' }), DELTA, STOP]),
    'pass',
    /signature/,
  ],
  ['none although enabled', streamSeen(GOOD_STREAM), 'fail', /no thinking/],
  ['rejected', TOO_OLD, 'fail', /version_too_old/],
])

test('thinking takes the form of the generation', () => {
  const form = (name: string) => bodyOf(stepsOf('thinking', withModel(ON.bedrock, name))[0]!)
  expect(form('claude-sonnet-4-5')['thinking']).toEqual({ type: 'enabled', budget_tokens: 1024 })
  expect(form('claude-sonnet-5')['thinking']).toEqual({ type: 'adaptive' })
  expect(
    verdictOn('thinking', withModel(ON.bedrock, 'claude-sonnet-5'), streamSeen(GOOD_STREAM)).result,
  ).toBe('pass')
  expect(check('thinking').plan(withModel(ON.anthropic, 'claude-3-haiku-20240307'))).toMatchObject({
    result: 'not_offered',
  })
})
