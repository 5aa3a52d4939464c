// What only some providers and models offer, and how the others say so.
import { expect, test } from 'vitest'
import {
  ON,
  seen,
  messageSeen,
  errorSeen,
  TOO_OLD,
  GOOD_STREAM,
  streamSeen,
  check,
  judges,
  verdictOn,
  stepsOf,
} from '../../../../test/judge-recorded.ts'
import type { Subject } from '../check.ts'
import { FIRST_CHECK, FURTHER_CHECKS } from '../check-list.ts'

judges('pings', ON.anthropic, [
  ['some', streamSeen(GOOD_STREAM), 'pass', /^1 in the stream$/],
  ['none', streamSeen(GOOD_STREAM.filter(([name]) => name !== 'ping')), 'fail', /no ping/],
])

const listSeen = (...ids: string[]) =>
  seen(JSON.stringify({ data: ids.map((id) => ({ type: 'model', id })), has_more: false }))
const modelSeen = seen('{"type":"model","id":"claude-haiku-4-5-20251001","display_name":"Haiku"}')
judges('models', ON.anthropic, [
  [
    'one, and in the list',
    [modelSeen, listSeen('claude-opus-5-5', 'claude-haiku-4-5-20251001')],
    'pass',
    /and 1 more/,
  ],
  ['not in the list', [modelSeen, listSeen('claude-opus-5-5')], 'fail', /list of 1 models does not hold/],
  ['no list', [modelSeen, seen('{}')], 'fail', /no data/],
  ['no model', seen('{"type":"error"}'), 'fail', /of type "error"/],
])

judges('bedrock_path', ON.bedrock, [
  ['a message', messageSeen({ model: ON.bedrock.upstreamModel }), 'pass', /InvokeModel of global\.anthropic/],
  [
    'a rejection in the shape of AWS',
    seen('{"message":"no such path"}', { status: 404 }),
    'fail',
    /no such path/,
  ],
  ['no usage', messageSeen({ usage: {} }), 'fail', /input_tokens/],
])

judges('system_messages', ON.anthropic, [
  ['taken', messageSeen(), 'pass', /taken/],
  [
    'not known to the model',
    errorSeen(400, 'invalid_request_error', 'messages: Unexpected role "system".'),
    'not_offered',
    /Unexpected role/,
  ],
  ['rejected for something else', TOO_OLD, 'fail', /version_too_old/],
])
judges('system_messages', ON.bedrock, [
  ['taken', messageSeen(), 'pass', /taken/],
  [
    'rejected',
    errorSeen(400, 'invalid_request_error', 'messages: Unexpected role "system".'),
    'fail',
    /Unexpected role/,
  ],
])

const answer = (text: string) =>
  messageSeen({
    content: [
      { type: 'thinking', thinking: '' },
      { type: 'text', text },
    ],
  })
judges('structured_output', ON.bedrock, [
  ['JSON of the schema', answer('{"answer": "ok"}'), 'pass', /JSON of the schema/],
  ['JSON of another', answer('{"reply": "ok"}'), 'fail', /not of the schema/],
  ['prose', answer('ok'), 'fail', /not of the schema: "ok"/],
  [
    'rejected by name',
    errorSeen(400, 'invalid_request_error', 'output_config.format: is not offered by Bedrock'),
    'not_offered',
    /not offered/,
  ],
  ['rejected for something else', TOO_OLD, 'fail', /version_too_old/],
])

judges('server_tools', ON.bedrock, [
  [
    'rejected with the way out',
    errorSeen(
      400,
      'invalid_request_error',
      "tools.0.type: 'web_search_20250305' is not offered by Bedrock. Remove the tool, or route this request to an Anthropic credential.",
    ),
    'not_offered',
    /tools\.0/,
  ],
  [
    'rejected in the words of AWS',
    errorSeen(400, 'invalid_request_error', "tools.0: Input tag 'web_search_20250305' found"),
    'fail',
    /no way out/,
  ],
  [
    'rejected without the field',
    errorSeen(400, 'invalid_request_error', 'Malformed input request'),
    'fail',
    /does not name/,
  ],
  ['taken', messageSeen(), 'pass', /taken/],
])
judges('server_tools', ON.anthropic, [
  ['taken', messageSeen(), 'pass', /taken/],
  [
    'switched off',
    errorSeen(400, 'invalid_request_error', 'Web search is not enabled for this organization.'),
    'not_offered',
    /not enabled/,
  ],
  ['rejected for something else', TOO_OLD, 'fail', /does not name/],
])

test('what needs no call says so', () => {
  const known = (name: string, subject: Subject) => check(name).plan(subject)
  expect(known('pings', ON.bedrock)).toMatchObject({
    result: 'not_offered',
    detail: expect.stringContaining('15 s') as unknown,
  })
  expect(known('bedrock_path', ON.anthropic)).toMatchObject({ result: 'not_offered' })
})

test('a model that the catalogue does not know is not listed, nor on mantle alone a path of the runtime', () => {
  const missing = errorSeen(404, 'not_found_error', 'model: arn')
  expect(verdictOn('models', { ...ON.bedrock, model: null }, missing).result).toBe('not_offered')
  expect(verdictOn('models', ON.bedrock, missing).result).toBe('fail')
  const onMantle = { ...ON.bedrock, upstreamModel: 'anthropic.claude-haiku-4-5' }
  expect(stepsOf('bedrock_path', onMantle)[0]!.request([]).path).toBe('/model/claude-haiku-4-5/invoke')
  expect(verdictOn('bedrock_path', onMantle, missing).result).toBe('not_offered')
})

test('names come once, and no request carries a credential', () => {
  const all = [FIRST_CHECK, ...FURTHER_CHECKS]
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  for (const subject of [ON.anthropic, ON.bedrock]) {
    for (const { plan } of all) {
      const steps = plan(subject)
      if ('result' in steps) continue
      const { headers } = steps[0]!.request([])
      expect(Object.keys(headers)).not.toContain('x-api-key')
      expect(Object.keys(headers)).not.toContain('authorization')
    }
  }
})

test('mantle decides on server tools by itself', () => {
  const rejected = errorSeen(400, 'invalid_request_error', "tools.0: Input tag 'web_search_20250305' found")
  expect(verdictOn('server_tools', { ...ON.bedrock, surface: 'mantle' }, rejected).result).toBe('not_offered')
})
