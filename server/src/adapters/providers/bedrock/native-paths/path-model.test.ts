import { expect, test } from 'vitest'
import type { ModelOverride } from '../../../../core/models/model-override.ts'
import { resolvePathModel } from './path-model.ts'

const CREDENTIAL = { id: 'c1', region: 'eu-west-1', geography: 'eu' } as const
const OVERRIDE: ModelOverride = {
  id: '1',
  model: 'claude-team',
  credentialId: null,
  upstreamModel: 'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/team',
  baseModel: 'claude-haiku-4-5',
  dropBetas: [],
  dropFields: [],
  createdAt: new Date(0),
  updatedAt: new Date(0),
}

function resolve(
  id: string,
  operation: 'invoke' | 'count-tokens' = 'invoke',
  overrides: ModelOverride[] = [],
) {
  const resolved = resolvePathModel(id, operation, CREDENTIAL, overrides)
  return resolved.ok ? [resolved.upstreamModel, resolved.model?.id ?? null] : resolved.problem
}

test('Bedrock ids stay, names become ids of the place', () => {
  const profile = 'us.anthropic.claude-haiku-4-5-20251001-v1:0'
  expect(resolve(profile)).toEqual([profile, 'claude-haiku-4-5-20251001'])
  expect(resolve('claude-haiku-4-5')).toEqual([
    'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
    'claude-haiku-4-5-20251001',
  ])
  expect(resolve('claude-nothing')).toBe('not_found')
})

test('models of other vendors pass, without a price', () => {
  for (const id of [
    'amazon.nova-pro-v1:0',
    'eu.meta.llama3-2-3b-instruct-v1:0',
    'mistral.mistral-large-2407-v1:0',
  ])
    expect(resolve(id)).toEqual([id, null])
})

test('tokens are counted for base ids', () => {
  expect(resolve('claude-haiku-4-5', 'count-tokens')).toEqual([
    'anthropic.claude-haiku-4-5-20251001-v1:0',
    'claude-haiku-4-5-20251001',
  ])
})

test('what the operator knows better is used', () => {
  expect(resolve('claude-team', 'invoke', [OVERRIDE])).toEqual([
    OVERRIDE.upstreamModel,
    'claude-haiku-4-5-20251001',
  ])
  expect(resolve('claude-team', 'invoke', [{ ...OVERRIDE, credentialId: 'c2' }])).toBe('not_found')
})
