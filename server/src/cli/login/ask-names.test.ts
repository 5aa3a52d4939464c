import { expect, test } from 'vitest'
import { freeId, suggestedId } from './ask-names.ts'

test('the suggested credential ID is free and repeats no word', () => {
  expect(suggestedId('acc_bedrock', 'Bedrock eu-central-1')).toBe('acc_bedrock_eu_central_1')
  expect(suggestedId('acc', 'Research org')).toBe('acc_research_org')
  expect(suggestedId('acc', '...')).toBe('acc')
  expect(freeId('acc', new Set())).toBe('acc')
  expect(freeId('acc', new Set(['acc', 'acc_2']))).toBe('acc_3')
})
