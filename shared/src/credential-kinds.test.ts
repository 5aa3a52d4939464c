import { describe, expect, it } from 'vitest'
import { CREDENTIAL_KINDS } from './credential-kinds.ts'
import { CREATE_SCHEMAS, createCredentialSchema } from './credentials.ts'

const COMMON = ['provider', 'method', 'accountId', 'name', 'endpointUrl']

describe.each(Object.values(CREDENTIAL_KINDS))('kind $id', ({ id, provider, method, fields }) => {
  const { shape } = CREATE_SCHEMAS[id]

  it('describes every field that a create request takes, once', () => {
    const named = fields.map(({ name }) => name)
    expect(named.toSorted()).toEqual(
      Object.keys(shape)
        .filter((name) => !COMMON.includes(name))
        .toSorted(),
    )
  })

  it('calls exactly those fields required that a create request must have', () => {
    for (const { name, required } of fields) {
      const schema = Object.entries(shape).find(([key]) => key === name)?.[1]
      expect([name, schema?.safeParse(undefined).success]).toEqual([name, !required])
    }
  })

  it('is reached by the provider and method it names', () => {
    expect(id).toBe(`${provider}/${method}`)
    const issues = createCredentialSchema.safeParse({ provider, method }).error?.issues ?? []
    expect(issues.filter(({ path }) => path[0] === 'method' || path[0] === 'provider')).toEqual([])
    expect(issues.map(({ path }) => path[0])).toContain('accountId')
  })
})
