import { expect, test } from 'vitest'
import { randomBase32, totp } from './totp.ts'

/** RFC 6238, appendix B, for the secret "12345678901234567890"; its eight digits end in our six. */
test.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('the code at %d seconds is the one of the standard', (seconds, code) => {
  expect(totp('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', Math.floor(seconds / 30))).toBe(code)
})

test('secrets are 160 bits in base 32', () => {
  const secrets = Array.from({ length: 50 }, randomBase32)
  for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(new Set(secrets).size).toBe(50)
})
