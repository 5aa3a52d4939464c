import { expect, test } from 'vitest'
import type { Stores, Transact } from '../admin/unit-of-work.ts'
import type { AuditEvent, Stranger } from './audit-log.ts'
import { makeNoteDenial } from './note-denial.ts'

function world() {
  let time = 0
  let failure: Error | null = null
  const events: AuditEvent[] = []
  const warnings: unknown[] = []
  const transact: Transact = async (work) => {
    if (failure) throw failure
    return work({ audit: { append: async (event: AuditEvent) => void events.push(event) } } as Stores)
  }
  const noteDenial = makeNoteDenial({
    transact,
    log: {
      debug() {},
      info() {},
      error() {},
      warn: (fields) => void warnings.push(fields),
      isDebug: () => false,
    },
    now: () => new Date(time),
  })
  const stranger = (address: string): Stranger => ({ kind: 'stranger', id: null, name: 'stranger', address })
  return {
    events,
    warnings,
    pass: (ms: number) => void (time += ms),
    fail: (error: Error | null) => void (failure = error),
    byPerson: (id: string) =>
      noteDenial({
        actor: { kind: 'user', id, name: id, email: null, role: 'viewer', address: '203.0.113.1' },
        action: 'procedure.denied',
        target: { kind: 'procedure', id: 'keys.create' },
        details: {},
      }),
    from: (address: string) =>
      noteDenial({
        actor: stranger(address),
        action: 'admin_token.denied',
        target: { kind: 'admin_token', id: 'server' },
        details: { path: '/trpc' },
      }),
    withKey: (address: string) =>
      noteDenial({
        actor: stranger(address),
        action: 'key.denied',
        target: { kind: 'key', id: 'unknown' },
        details: {},
      }),
  }
}

test('one source is written down a few times a minute, others meanwhile as well', async () => {
  const { events, from, pass } = world()
  for (let i = 0; i < 50; i++) await from('192.0.2.1')
  expect(events).toHaveLength(10)
  await from('192.0.2.2')
  expect(events).toHaveLength(11)
  // What was left out is not forgotten: the next event tells how much it was.
  expect(events[10]!.after).toEqual({ path: '/trpc', leftOutBefore: 40 })
  pass(60_000)
  await from('192.0.2.1')
  expect(events.at(-1)!.after).toEqual({ path: '/trpc' })
})

test('many sources together cannot flood the trail', async () => {
  const { events, from, pass } = world()
  for (let i = 0; i < 5000; i++) await from(`192.0.${i >> 8}.${i & 255}`)
  expect(events).toHaveLength(100)
  pass(60_000)
  await from('192.0.2.1')
  expect(events[100]!.after).toEqual({ path: '/trpc', leftOutBefore: 4900 })
})

test('strangers do not keep out of the trail what is denied to people', async () => {
  const { events, from, byPerson } = world()
  for (let i = 0; i < 200; i++) await from(`192.0.2.${i}`)
  for (let i = 0; i < 50; i++) await byPerson('vic')
  expect(events).toHaveLength(110)
  expect(events.at(-1)).toMatchObject({ actor: { id: 'vic' } })
})

test('a trail that cannot be written is no error of the denial', async () => {
  const { events, warnings, from, fail } = world()
  fail(new Error('away'))
  await from('192.0.2.1')
  expect([events, warnings.length]).toEqual([[], 1])
  fail(null)
  await from('192.0.2.1')
  expect(events).toHaveLength(1)
})

test('denied keys hide no other denials, and are written down more seldom', async () => {
  const { events, from, withKey, pass } = world()
  for (let minute = 0; minute < 9; minute++) {
    for (let i = 0; i < 50; i++) await withKey('198.51.100.1')
    pass(60_000)
  }
  expect(events).toHaveLength(10)
  await from('198.51.100.1')
  expect(events).toHaveLength(11)
  expect(events[10]!.after).toEqual({ path: '/trpc' })
  pass(60_000)
  await withKey('198.51.100.1')
  expect(events[11]!.after).toMatchObject({ leftOutBefore: 440 })
})
