import { describe, expect, test } from 'vitest'
import type { RequestParameter } from '../../../../core/models/compatibility-cache.ts'
import { findModel } from '../../../../core/models/catalog.ts'
import { repairAfter } from './repair.ts'
import { prepareBody, type BodyRequest } from './prepare-body.ts'

const beta = (name: string): RequestParameter => ({ kind: 'beta', name })
const field = (name: string): RequestParameter => ({ kind: 'field', name })

const BETAS = ['context-management-2025-06-27', 'effort-2025-11-24', 'tool-search-tool-2025-10-19']

function request(body: object, more: Partial<BodyRequest> = {}): BodyRequest {
  return {
    body: new TextEncoder().encode(JSON.stringify({ model: 'm', max_tokens: 1, messages: [], ...body })),
    headers: ['anthropic-beta', BETAS.join(',')],
    model: findModel('claude-opus-4-8') ?? null,
    upstreamModel: 'u',
    surface: 'invoke',
    stream: false,
    unsupported: [],
    ...more,
  }
}

function repair(message: string, body: object = {}) {
  return repairAfter({ status: 400, message }, prepareBody(request(body)))?.leftOut ?? null
}

const FULL = {
  context_management: { edits: [{ type: 'clear_tool_uses_20250919' }] },
  output_config: { effort: 'low' },
  thinking: { type: 'adaptive', display: 'omitted' },
  tool_choice: { type: 'auto', disable_parallel_tool_use: true },
  metadata: { user_id: 'u' },
  tools: [
    { name: 'n', input_schema: {}, defer_loading: true, cache_control: { type: 'ephemeral', ttl: '1h' } },
  ],
  system: [{ type: 'text', text: 's' }],
  messages: [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'n', input: {}, caller: {} }] },
    { role: 'system', content: 's' },
  ],
}

describe('an invalid beta', () => {
  test.each([
    'invalid beta flag',
    'ValidationException: Invalid beta flag.',
    'invalid beta flag: one-2026-01-01',
    'Malformed input request: invalid beta flag, please reformat your input and try again.',
  ])('that is not named may be any of them: %s', (message) => {
    expect(repairAfter({ status: 400, message }, prepareBody(request({})))).toEqual({
      leftOut: BETAS.map(beta),
      isGuess: true,
    })
  })

  test('that is named is that one', () => {
    const said = (names: string) =>
      `Unexpected value(s) ${names} for the \`anthropic-beta\` header. Please consult our documentation.`
    expect(repair(said(`\`${BETAS[1]}\`, \`x\``))).toEqual([beta(BETAS[1]!)])
    expect(repair(said('`x`'))).toBeNull()
  })

  test('cannot be repaired where none was sent', () => {
    const sent = prepareBody(request({}, { headers: [] }))
    expect(repairAfter({ status: 400, message: 'invalid beta flag' }, sent)).toBeNull()
  })

  test('is not believed of a message that may quote the client', () => {
    const quoting = { system: [{ type: 'text', text: 'Invalid beta flag' }] }
    expect(repair('system.0: Invalid beta flag is not allowed here', quoting)).toBeNull()
  })
})

describe('an extra input', () => {
  test.each([
    ['context_management', ['context_management']],
    ['output_config.effort', ['output_config.effort']],
    ['output_config', ['output_config.effort']],
    ['thinking.adaptive.display', ['thinking.display']],
    ['tool_choice.auto.disable_parallel_tool_use', ['tool_choice.disable_parallel_tool_use']],
    ['metadata.user_id', ['metadata.user_id']],
    ['tools.0.custom.defer_loading', ['tools.*.defer_loading']],
    ['tools.0.defer_loading', ['tools.*.defer_loading']],
    ['messages.1.content.0.tool_use.caller', ['messages.*.content.*.caller']],
    [
      'tools.0.custom.cache_control.ephemeral.ttl',
      [
        'system.*.cache_control.ttl',
        'tools.*.cache_control.ttl',
        'messages.*.content.*.cache_control.ttl',
        'messages.*.content.*.content.*.cache_control.ttl',
      ],
    ],
  ])('%s is left out, all of its kind', (place, paths) => {
    expect(repair(`${place}: Extra inputs are not permitted`, FULL)).toEqual(paths.map(field))
  })

  test('several in one message are left out together', () => {
    expect(
      repair(
        'context_management: Extra inputs are not permitted\nmetadata.user_id: Extra inputs are not permitted',
        FULL,
      ),
    ).toEqual([field('context_management'), field('metadata.user_id')])
  })

  test('as older models word it', () => {
    expect(
      repair(
        'Malformed input request: #: extraneous key [context_management] is not permitted, please reformat your input and try again.',
        FULL,
      ),
    ).toEqual([field('context_management')])
    expect(
      repair(
        'The model returned the following errors: Malformed input request: #/metadata: extraneous key [user_id] is not permitted, please reformat your input and try again.',
        FULL,
      ),
    ).toEqual([field('metadata.user_id')])
  })

  test.each([
    'tools.0.custom.name: Extra inputs are not permitted',
    'output_config.format: Extra inputs are not permitted',
    'temperature: Extra inputs are not permitted',
    'messages.0.content.0.text.cache_control: Extra inputs are not permitted',
    'messages.0.nonsense: Extra inputs are not permitted',
    // The client's own doing, on any provider.
    'context_management.edits.0.clear_tool_uses_20250919.nonsense: Extra inputs are not permitted',
    'thinking.disabled.display: Extra inputs are not permitted',
    'tool_choice.none.disable_parallel_tool_use: Extra inputs are not permitted',
    // One of two cannot be left out.
    'context_management: Extra inputs are not permitted\ntemperature: Extra inputs are not permitted',
    'context_management: Input should be a valid dictionary',
    "tools.0: Input tag 'context_management: Extra inputs are not permitted' found using 'type'",
    'Input is too long for requested model.',
    '',
  ])('%j belongs to the client', (message) => {
    expect(repair(message, FULL)).toBeNull()
  })

  test('that was not sent cannot be left out', () => {
    expect(repair('context_management: Extra inputs are not permitted')).toBeNull()
    expect(repair('metadata.user_id: Extra inputs are not permitted', { metadata: {} })).toBeNull()
  })

  test('is about a 400 only', () => {
    const sent = prepareBody(request(FULL))
    const message = 'context_management: Extra inputs are not permitted'
    expect(repairAfter({ status: 403, message }, sent)).toBeNull()
  })
})

describe('the role system', () => {
  const ROLE = [field('messages.*.role.system')]

  test.each([
    "role 'system' is not supported on this model",
    'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, not "system" as an input message role.',
    "messages.2.role: Input should be 'user' or 'assistant'",
  ])('%j moves it', (message) => {
    expect(repair(message, FULL)).toEqual(ROLE)
    expect(repair(message, { messages: [{ role: 'user', content: 'x' }] })).toBeNull()
  })

  test('one at the wrong place says nothing about others', () => {
    expect(
      repair("messages.2: use the top-level 'system' parameter for the initial system prompt", FULL),
    ).toBeNull()
  })
})

test('what a repair says is what the next body lacks, with all that belongs to it', () => {
  const first = request(FULL)
  const again = (unsupported: readonly RequestParameter[]) => {
    const sent = prepareBody({ ...first, unsupported })
    return {
      betas: sent.betas,
      body: JSON.parse(new TextDecoder().decode(sent.bytes)) as Record<string, unknown>,
    }
  }
  const noBetas = again(repair('invalid beta flag', FULL)!)
  expect(noBetas.betas).toEqual([])
  expect(noBetas.body).not.toHaveProperty('anthropic_beta')
  expect(noBetas.body).not.toHaveProperty('context_management')
  expect(noBetas.body).toMatchObject({ tools: [{ name: 'n' }], output_config: { effort: 'low' } })
  expect(JSON.stringify(noBetas.body)).not.toContain('defer_loading')

  const noField = again(repair('context_management: Extra inputs are not permitted', FULL)!)
  expect(noField.betas).toEqual(BETAS.slice(1))
  expect(noField.body).not.toHaveProperty('context_management')

  const noEffort = again(repair('output_config.effort: Extra inputs are not permitted', FULL)!)
  expect(noEffort.body).not.toHaveProperty('output_config')
  expect(noEffort.betas).not.toContain('effort-2025-11-24')

  const noRole = again(repair("role 'system' is not supported on this model", FULL)!)
  expect(noRole.body['system']).toEqual([
    { type: 'text', text: 's' },
    { type: 'text', text: 's' },
  ])
  expect(JSON.stringify(noRole.body['messages'])).not.toContain('"system"')
})
