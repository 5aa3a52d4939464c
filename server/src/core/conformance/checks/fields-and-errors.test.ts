// Optional fields, betas, counts and rejections, taken or not as they should be.
import { expect, test } from 'vitest'
import {
  ON,
  withModel,
  seen,
  messageSeen,
  errorSeen,
  TOO_OLD,
  stepsOf,
  bodyOf,
  judges,
} from '../../../../test/judge-recorded.ts'
import type { Subject } from '../check.ts'

judges('caching', ON.bedrock, [
  ['counted', messageSeen(), 'pass', /of 1h is taken; 0 tokens written, 0 read/],
  [
    'not counted',
    messageSeen({ usage: { input_tokens: 9, output_tokens: 4 } }),
    'fail',
    /cache_creation_input_tokens is missing/,
  ],
  ['rejected', errorSeen(400, 'invalid_request_error', 'ttl: Extra inputs are not permitted'), 'fail', /ttl/],
])

test('the lifetime of a cache is sent where it is known', () => {
  const system = (subject: Subject) => JSON.stringify(bodyOf(stepsOf('caching', subject)[0]!)['system'])
  expect(system(withModel(ON.bedrock, 'claude-3-5-sonnet-20240620'))).not.toContain('ttl')
  expect(system(ON.anthropic)).toContain('"ttl":"1h"')
})

judges('count_tokens', ON.anthropic, [
  ['a count', seen('{"input_tokens":12}'), 'pass', /^12 input tokens$/],
  ['no count', seen('{"input_tokens":0}'), 'fail', /is 0/],
  ['not found', errorSeen(404, 'not_found_error', 'Not Found'), 'fail', /404/],
])
judges('count_tokens', ON.bedrock, [
  ['a count', seen('{"input_tokens":12}'), 'pass', /^12 input tokens$/],
  [
    'not found, as clients expect it',
    errorSeen(404, 'not_found_error', 'cannot be counted'),
    'not_offered',
    /cannot be counted/,
  ],
  [
    'not found in another shape',
    seen('{"message":"no"}', { status: 404 }),
    'fail',
    /without an error envelope/,
  ],
  ['an error of another type', errorSeen(404, 'api_error', 'no'), 'fail', /api_error/],
])

const UNKNOWN_BETA = errorSeen(
  400,
  'invalid_request_error',
  'Unexpected value(s) `x` for the `anthropic-beta` header',
)
judges('betas', ON.anthropic, [
  ['an unknown one is rejected', [messageSeen(), UNKNOWN_BETA], 'pass', /rejected with 400$/],
  ['an unknown one is ignored', [messageSeen(), messageSeen()], 'pass', /ignored$/],
  ['an unknown one breaks it', [messageSeen(), errorSeen(500, 'api_error', 'oops')], 'fail', /oops/],
  ['a rejection of another type', [messageSeen(), errorSeen(400, 'api_error', 'oops')], 'fail', /api_error/],
  [
    'the known one is rejected',
    errorSeen(400, 'invalid_request_error', 'context_management: Extra inputs'),
    'fail',
    /Extra inputs/,
  ],
])
judges('betas', ON.bedrock, [
  ['an unknown one is left out', [messageSeen(), messageSeen()], 'pass', /left out$/],
  [
    'an unknown one reaches Bedrock',
    [messageSeen(), errorSeen(400, 'invalid_request_error', 'invalid beta flag')],
    'fail',
    /invalid beta flag/,
  ],
])

judges('unknown_fields', ON.anthropic, [
  ['ignored', messageSeen(), 'pass', /ignores/],
  [
    'rejected by name',
    errorSeen(400, 'invalid_request_error', 'headgate_doctor: Extra inputs are not permitted'),
    'pass',
    /rejects it by name/,
  ],
  ['rejected for something else', TOO_OLD, 'fail', /does not name the field/],
])
judges('unknown_fields', ON.bedrock, [
  ['left out', messageSeen(), 'pass', /left out/],
  [
    'reaches Bedrock',
    errorSeen(400, 'invalid_request_error', 'headgate_doctor: Extra inputs are not permitted'),
    'fail',
    /Extra inputs/,
  ],
])

const INVALID = errorSeen(400, 'invalid_request_error', 'max_tokens: Field required')
const withoutId =
  '{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: Field required"}}'
judges('errors', ON.bedrock, [
  ['an envelope', INVALID, 'pass', /^400 invalid_request_error: max_tokens: Field required$/],
  [
    'an id in the header',
    seen(withoutId, { status: 400, headers: ['Request-Id', 'req_1'] }),
    'pass',
    /Field required/,
  ],
  ['no id', seen(withoutId, { status: 400 }), 'fail', /no request id/],
  [
    "AWS's shape",
    seen('{"message":"max_tokens: Field required"}', { status: 400 }),
    'fail',
    /without an error envelope/,
  ],
  ['another type', errorSeen(400, 'api_error', 'no'), 'fail', /api_error/],
  [
    'an account of AWS',
    errorSeen(400, 'invalid_request_error', 'no for 123456789012'),
    'fail',
    /AWS account/,
  ],
  ['a success', messageSeen(), 'fail', /HTTP 200/],
  ['another status', errorSeen(500, 'api_error', 'no'), 'fail', /HTTP 500/],
])
