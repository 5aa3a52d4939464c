import { expect, test } from 'vitest'
import { anthropicMethodFrom, timeoutMsOf, type AnthropicOptions } from './anthropic-options.ts'

test('the options decide how to authenticate with Anthropic', () => {
  const options: AnthropicOptions = { input: true, probe: true, browser: true }
  expect(anthropicMethodFrom(options)).toBeNull()
  expect(anthropicMethodFrom({ ...options, id: 'x' })).toBe('oauth')
  expect(anthropicMethodFrom({ ...options, paste: true })).toBe('oauth')
  expect(() => anthropicMethodFrom({ ...options, method: 'api-key', paste: true })).toThrow(
    /belong to --method oauth/,
  )
  expect(timeoutMsOf(options)).toBe(600_000)
  for (const timeout of ['0', '601', 'x', '1.5'])
    expect(() => timeoutMsOf({ ...options, timeout })).toThrow(/--timeout is/)
})
