import { expect, test } from 'vitest'
import { identityFrom, type BedrockOptions } from './bedrock-options.ts'

test('the options decide what signs Bedrock requests', () => {
  const of = (options: Partial<BedrockOptions>) => identityFrom({ input: true, probe: true, ...options })
  expect(of({})).toBeNull()
  expect(of({ method: 'api-key' })).toBe('api-key')
  expect(of({ method: 'iam' })).toBe('machine')
  expect(of({ roleArn: 'arn' })).toBe('machine')
  expect(of({ accessKeyId: 'AKIA' })).toBe('keys')
  expect(of({ method: 'iam', secretStdin: true })).toBe('keys')
  expect(() => of({ method: 'api-key', roleArn: 'arn' })).toThrow(/belong to --method iam/)
  expect(() => of({ method: 'keys' })).toThrow(/--method must be/)
  expect(() => of({ method: 'iam', expiresAt: '90d' })).toThrow('--expires-at belongs to --method api-key')
  expect(of({ expiresAt: '90d' })).toBeNull()
})
