import { listRequestsSchema } from '@headgate/shared/requests'
import { describe, expect, it } from 'vitest'
import { hasFilters, listInput, requestSearchSchema } from './request-filters.ts'
import { requestWindow } from './request-window.ts'

const now = Date.parse('2026-11-22T12:00:00Z')

describe('filters in the address', () => {
  it('are kept when valid', () => {
    const search = { provider: 'bedrock', outcome: 'denied', model: 'claude-haiku-4-5', request: 'req_1' }
    expect(requestSearchSchema.parse(search)).toEqual(search)
  })

  it('are left out when not', () => {
    expect(requestSearchSchema.parse({ provider: 'azure', outcome: 1, project: 'x', model: '' })).toEqual({})
  })

  it('fit the contract of the list', () => {
    const input = listInput(
      { provider: 'anthropic', model: 'claude-opus-5', from: '2026-11-22T11:00:00Z' },
      now,
    )
    expect(listRequestsSchema.parse(input)).toMatchObject({ from: '2026-11-22T11:00:00Z' })
  })

  it('count from now when the range moves along', () => {
    const input = listInput({ since: '24h', from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' }, now)
    expect(input).toMatchObject({ from: '2026-11-21T12:00:00.000Z' })
    expect(input.to).toBeUndefined()
  })

  it('do not include the open request', () => {
    expect(hasFilters({ request: 'req_1' })).toBe(false)
    expect(hasFilters({ outcome: 'denied' })).toBe(true)
  })
})

describe('the time in a request id', () => {
  it('gives a window around it', () => {
    const at = Date.parse('2026-11-22T12:00:00.000Z')
    const id = `req_${at.toString(16).padStart(12, '0')}${'a'.repeat(20)}`
    expect(requestWindow(id)).toEqual({ from: '2026-11-22T11:59:59.000Z', to: '2026-11-22T12:00:05.000Z' })
  })

  it.each(['', 'req_1', 'req_zz', `req_${'f'.repeat(32)}`, `req_${'0'.repeat(32)}`])(
    'is not read from %j',
    (id) => {
      expect(requestWindow(id)).toBeNull()
    },
  )
})
