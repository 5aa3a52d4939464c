import { expect, test } from 'vitest'
import { GatewayError } from '../wire/anthropic-error.ts'
import { parseBedrockPath } from './parse-bedrock-path.ts'

const ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc'

test.each([
  ['/model/us.anthropic.claude-opus-5/invoke', 'us.anthropic.claude-opus-5', 'invoke'],
  ['/model/a.b-v1%3A0/converse-stream', 'a.b-v1:0', 'converse-stream'],
  ['/model/a.b-v1:0/count-tokens', 'a.b-v1:0', 'count-tokens'],
  [`/model/${encodeURIComponent(ARN)}/converse`, ARN, 'converse'],
  [`/model/${ARN}/invoke-with-response-stream`, ARN, 'invoke-with-response-stream'],
])('POST %s', (path, modelId, operation) => {
  expect(parseBedrockPath('POST', path)).toEqual({ kind: 'model', operation, modelId })
})

test.each([
  ['GET', '/inference-profiles', null],
  ['GET', '/inference-profiles/', null],
  ['GET', '/inference-profiles/us.anthropic.claude-opus-5', 'us.anthropic.claude-opus-5'],
  ['GET', `/inference-profiles/${encodeURIComponent(ARN)}`, ARN],
])('%s %s', (method, path, profileId) => {
  expect(parseBedrockPath(method, path)).toEqual({ kind: 'inference_profiles', profileId })
})

test.each([
  ['POST', '/model/x'],
  ['POST', '/model//invoke'],
  ['POST', '/model/x/invoke/'],
  ['POST', '/model/x/guardrail'],
  ['GET', '/model/x/invoke'],
  ['PUT', '/inference-profiles/x'],
])('%s %s is nothing that Bedrock has', (method, path) => {
  expect(parseBedrockPath(method, path)).toBeNull()
})

test.each([
  '..',
  '.',
  '%2e%2e',
  '%2E%2E%2Finvoke',
  'a%3Fb',
  'a%23b',
  'a%0Ab',
  'a%2500',
  '%zz',
  '%',
  'é',
  'a/../b',
])('the id %s is denied', (id) => {
  expect(() => parseBedrockPath('POST', `/model/${id}/invoke`)).toThrow(GatewayError)
})
