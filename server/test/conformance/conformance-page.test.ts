import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { conformancePage } from './conformance-page.ts'

test('docs/CONFORMANCE.md says what the translation does; otherwise run docs/write-conformance.ts', () => {
  const written = readFileSync(new URL('../../../docs/CONFORMANCE.md', import.meta.url), 'utf8')
  expect(written).toBe(conformancePage())
})
