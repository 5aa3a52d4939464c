import { expect, test } from 'vitest'
import { fieldChanges } from './field-changes.ts'

test('a change names what it was and what it is, down to the inner fields', () => {
  const before = { name: 'One', enabled: true, pool: [{ accountId: 'a', weight: 1 }], gone: null, tags: [] }
  const after = { name: 'Two', enabled: true, pool: [{ accountId: 'a', weight: 2 }], tags: [], fresh: {} }
  expect(fieldChanges(before, after)).toEqual([
    { field: 'name', kind: 'changed', before: 'One', after: 'Two' },
    { field: 'enabled', kind: 'same', before: 'true', after: 'true' },
    { field: 'pool.0.accountId', kind: 'same', before: 'a', after: 'a' },
    { field: 'pool.0.weight', kind: 'changed', before: '1', after: '2' },
    { field: 'gone', kind: 'removed', before: 'null', after: null },
    { field: 'tags', kind: 'same', before: '[]', after: '[]' },
    { field: 'fresh', kind: 'added', before: null, after: '{}' },
  ])
})

test('a side that is not there leaves the other one whole', () => {
  expect(fieldChanges(null, { a: 1 })).toEqual([{ field: 'a', kind: 'added', before: null, after: '1' }])
  expect(fieldChanges({ a: 1 }, null)).toEqual([{ field: 'a', kind: 'removed', before: '1', after: null }])
  expect(fieldChanges(null, null)).toEqual([])
})
