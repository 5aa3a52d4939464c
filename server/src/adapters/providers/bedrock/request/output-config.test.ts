import { describe, expect, test } from 'vitest'
import { betas, translate } from '../../../../../test/prepared-body.ts'

const V = '"anthropic_version":"bedrock-2023-05-31"'

describe('output_config', () => {
  const EFFORT = '"output_config":{"effort":"low"}'
  const FORMAT = '"output_config":{"format":{"type":"json_schema","schema":{"big":1.0}}}'
  const effortBeta = betas('effort-2025-11-24')

  test.each(['claude-opus-4-6', 'claude-sonnet-4-6', 'claude-opus-5', 'claude-haiku-5-5', 'unknown'])(
    'effort goes to %s, with its beta or without',
    (model) => {
      expect(translate(`{${EFFORT}}`, [], model)).toBe(`{${V},${EFFORT}}`)
      expect(translate(`{${EFFORT}}`, effortBeta, model)).toBe(
        `{${V},"anthropic_beta":["effort-2025-11-24"],${EFFORT}}`,
      )
    },
  )

  test('Opus 4.5 takes effort with its beta only, which is added when it is missing', () => {
    const whole = `{${V},"anthropic_beta":["effort-2025-11-24"],${EFFORT}}`
    expect(translate(`{${EFFORT}}`, effortBeta, 'claude-opus-4-5')).toBe(whole)
    expect(translate(`{${EFFORT}}`, [], 'claude-opus-4-5')).toBe(whole)
    expect(translate('{"max_tokens":1}', [], 'claude-opus-4-5')).toBe(`{${V},"max_tokens":1}`)
  })

  test.each(['claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-4-1', 'claude-3-7-sonnet'])(
    'on %s effort is left out with its beta, and what is empty then',
    (model) => {
      expect(translate(`{"max_tokens":1,${EFFORT}}`, effortBeta, model)).toBe(`{${V},"max_tokens":1}`)
    },
  )

  test.each([
    'claude-opus-4-5',
    'claude-sonnet-4-5',
    'claude-haiku-4-5',
    'claude-opus-4-6',
    'claude-sonnet-4-6',
    'claude-haiku-5-5',
    'unknown',
  ])('format keeps its bytes on %s', (model) => {
    expect(translate(`{${FORMAT}}`, [], model)).toBe(`{${V},${FORMAT}}`)
  })

  test.each([
    'claude-opus-4-7',
    'claude-opus-4-8',
    'claude-opus-5',
    'claude-opus-5-5',
    'claude-sonnet-5',
    'claude-sonnet-5-5',
    'claude-fable-5',
    'claude-fable-5-1',
    'claude-fable-5-2',
    'claude-sonnet-4-0',
    'claude-3-7-sonnet',
  ])('format is rejected on %s, never lost', (model) => {
    expect(() => translate(`{${FORMAT}}`, [], model)).toThrow(
      'output_config.format: is not offered by Bedrock for this model. Ask for the format with a tool instead',
    )
    expect(translate('{"max_tokens":1,"output_config":{"format":null}}', [], model)).toBe(
      `{${V},"max_tokens":1}`,
    )
  })

  test('members go one by one; a task budget goes like its beta, one that nobody knows stays', () => {
    const config = '{"effort":"low", "task_budget":{"total":1}, "brand_new": 1.0, "effort":"high"}'
    const body = `{"output_config":${config}}`
    const beta = betas('task-budgets-2026-03-13')
    expect(translate(body, beta)).toBe(`{${V},"output_config":{"brand_new": 1.0, "effort":"high"}}`)
    expect(translate(body, beta, 'claude-haiku-4-5')).toBe(`{${V},"output_config":{"brand_new": 1.0}}`)
    expect(translate(`{"max_tokens":1,"output_config":${config}}`, beta, 'claude-opus-4-1')).toBe(
      `{${V},"max_tokens":1}`,
    )
  })

  test('of two the last counts; nothing and null are left out', () => {
    expect(translate(`{${FORMAT},"max_tokens":1,${EFFORT}}`, [], 'claude-opus-5')).toBe(
      `{${V},"max_tokens":1,${EFFORT}}`,
    )
    expect(translate('{"output_config":{},"max_tokens":1}')).toBe(`{${V},"max_tokens":1}`)
    expect(translate('{"max_tokens":1,"output_config":null}')).toBe(`{${V},"max_tokens":1}`)
    expect(translate('{"output_config":5}')).toBe(`{${V},"output_config":5}`)
  })
})
