import { expect, it } from 'vitest'
import { suggestSlug } from './suggest-slug.ts'

it.each([
  ['Support assistant', 'support-assistant'],
  ['  Café (EU) ', 'cafe-eu'],
  ['!', ''],
  ['', ''],
])('%j gives %j', (name, slug) => {
  expect(suggestSlug(name)).toBe(slug)
})
