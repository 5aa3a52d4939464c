import type { RequestView } from '@headgate/shared/requests'
import { describe, expect, it } from 'vitest'
import { liveState } from './live-state.ts'

const request = (requestId: string, outcome: RequestView['outcome']) =>
  ({ requestId, outcome }) as RequestView

describe('the live line', () => {
  it('waits while nothing has come', () => {
    expect(liveState(undefined, null)).toEqual({ kind: 'waiting', last: null })
  })

  it('waits when the newest request was there before', () => {
    const last = request('r1', 'denied')
    expect(liveState(last, 'r1')).toEqual({ kind: 'waiting', last })
  })

  it('has seen one that was answered in full', () => {
    expect(liveState(request('r2', 'completed'), 'r1').kind).toBe('seen')
  })

  it.each(['denied', 'upstream_error', 'interrupted', 'client_closed'] as const)(
    'reports one that ended as %s',
    (outcome) => {
      expect(liveState(request('r2', outcome), null).kind).toBe('failed')
    },
  )
})
