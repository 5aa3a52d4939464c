import { expect, test } from 'vitest'
import { readTime } from './read-time.ts'

test('a time may be a date, an ISO time or a span from now', () => {
  const now = new Date('2026-11-22T12:00:00Z')
  expect(readTime('--at', '90d', now)).toBe('2027-02-20T12:00:00.000Z')
  expect(readTime('--at', '12h', now)).toBe('2026-11-23T00:00:00.000Z')
  expect(readTime('--at', '2026-12-31', now)).toBe('2026-12-31T00:00:00Z')
  expect(readTime('--at', '2026-12-31T18:00:00+01:00', now)).toBe('2026-12-31T18:00:00+01:00')
  for (const text of ['', 'soon', '2026-13-01', '99999999d', '2026-12-31T18:00'])
    expect(() => readTime('--at', text, now)).toThrow(/^--at must look like/)
})
