import { describe, expect, it } from 'vitest'
import {
  draftOf,
  isSameDraft,
  routingInput,
  sharesOf,
  withMember,
  withMoved,
  withoutMember,
  withWeight,
  type PoolDraft,
} from './pool-draft.ts'

const member = (credentialId: string, priority: number, weight = 1) => ({
  credentialId,
  accountId: credentialId,
  name: credentialId,
  provider: 'anthropic' as const,
  priority,
  weight,
  status: 'ready' as const,
})
const draft: PoolDraft = {
  strategy: 'priority',
  members: [
    { credentialId: 'a', weight: 1 },
    { credentialId: 'b', weight: 3 },
    { credentialId: 'c', weight: 1 },
  ],
}
const order = ({ members }: PoolDraft) => members.map(({ credentialId }) => credentialId).join('')

describe('a pool being edited', () => {
  it('starts in the order of priorities', () => {
    expect(order(draftOf({ strategy: 'priority', pool: [member('b', 5), member('a', 1)] }))).toBe('ab')
  })

  it('is sent with the order as priorities', () => {
    expect(routingInput('p', draft)).toEqual({
      id: 'p',
      strategy: 'priority',
      pool: [
        { credentialId: 'a', weight: 1, priority: 0 },
        { credentialId: 'b', weight: 3, priority: 1 },
        { credentialId: 'c', weight: 1, priority: 2 },
      ],
    })
  })

  it('moves members up and down, and not beyond the ends', () => {
    expect(order(withMoved(draft, 'b', -1))).toBe('bac')
    expect(order(withMoved(draft, 'b', 1))).toBe('acb')
    expect(withMoved(draft, 'a', -1)).toBe(draft)
    expect(withMoved(draft, 'c', 1)).toBe(draft)
    expect(withMoved(draft, 'unknown', 1)).toBe(draft)
  })

  it('gains, loses and weighs members', () => {
    expect(order(withMember(draft, 'd'))).toBe('abcd')
    expect(order(withoutMember(draft, 'b'))).toBe('ac')
    expect(withWeight(draft, 'c', 7).members[2]).toEqual({ credentialId: 'c', weight: 7 })
  })

  it('knows whether anything has changed', () => {
    expect(isSameDraft(draft, withWeight(draft, 'b', 3))).toBe(true)
    expect(isSameDraft(draft, withWeight(draft, 'b', 4))).toBe(false)
    expect(isSameDraft(draft, withMoved(draft, 'a', 1))).toBe(false)
    expect(isSameDraft(draft, withoutMember(draft, 'a'))).toBe(false)
    expect(isSameDraft(draft, { ...draft, strategy: 'weighted' })).toBe(false)
  })

  it('shares traffic by weight', () => {
    expect(sharesOf(draft.members)).toEqual([20, 60, 20])
    expect(sharesOf([])).toEqual([])
  })

  it('shares add up, whatever the weights', () => {
    const shares = (...weights: number[]) =>
      sharesOf(weights.map((weight, index) => ({ credentialId: String(index), weight })))
    expect(shares(1, 1, 1)).toEqual([34, 33, 33])
    expect(shares(3, 3, 1, 1)).toEqual([38, 38, 12, 12])
    expect(shares(1000, 1)).toEqual([100, 0])
  })
})
