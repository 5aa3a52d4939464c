import { expect, test } from 'vitest'
import { listProcedures } from './list-procedures.ts'

test('all procedures of the router are listed with their kind', () => {
  const procedures = listProcedures()
  expect(procedures).toContainEqual({ path: 'credentials.list', kind: 'query' })
  expect(procedures).toContainEqual({ path: 'keys.create', kind: 'mutation' })
})
