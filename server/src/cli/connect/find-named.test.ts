import { expect, test } from 'vitest'
import { similarNames } from './find-named.ts'

test('names that are spelled alike are suggested, the closest first', () => {
  const names = ['credentials.list', 'credentials.get', 'projects.list', 'keys.list']
  expect(similarNames('credentials.lst', names)[0]).toBe('credentials.list')
  expect(similarNames('Projects.List', names)[0]).toBe('projects.list')
  expect(similarNames('list', names)).toContain('keys.list')
  expect(similarNames('zzzz', names)).toEqual([])
})
