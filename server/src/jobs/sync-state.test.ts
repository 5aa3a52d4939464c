import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { GatewayState, GatewayStateSource } from '../core/routing/gateway-state.ts'
import { startSyncingState } from './sync-state.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const EMPTY: GatewayState = { keys: new Map(), projects: new Map(), overrides: [] }

function world() {
  const database = { version: 1, up: true, loads: 0 }
  const guarded = <T>(value: T) => (database.up ? Promise.resolve(value) : Promise.reject(new Error('away')))
  const source: GatewayStateSource = {
    version: () => guarded(String(database.version)),
    load: () => {
      database.loads++
      return guarded({
        state: { ...EMPTY },
        health: new Map(),
        learned: [],
        version: String(database.version),
        credentials: [],
        envelopes: [],
        unreadable: [],
      })
    },
  }
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn(), isDebug: () => false }
  const ahead = { compatibility: false }
  const start = () =>
    startSyncingState({
      source,
      health: { mark: () => 0, replace: () => undefined },
      compatibility: { mark: () => 0, replace: () => undefined, isAhead: () => ahead.compatibility },
      log,
      now: () => new Date(),
    })
  return { database, log, ahead, start }
}

describe('startSyncingState', () => {
  test('a lost notification costs one poll', async () => {
    const { database, start } = world()
    const sync = await start()
    const before = sync.current()
    database.version++
    await vi.advanceTimersByTimeAsync(2000)
    expect(sync.current()).not.toBe(before)
    await sync.close()
  })

  test('nothing is read again while nothing changes', async () => {
    const { database, start } = world()
    const sync = await start()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(database.loads).toBe(1)
    await sync.close()
  })

  test('what was noted here is read back, although nothing else changes', async () => {
    const { database, ahead, start } = world()
    const sync = await start()
    ahead.compatibility = true
    await vi.advanceTimersByTimeAsync(2000)
    expect(database.loads).toBe(2)
    await sync.close()
  })

  test('the last picture stays while the database is away, said once', async () => {
    const { database, log, start } = world()
    const sync = await start()
    const before = sync.current()
    database.up = false
    await vi.advanceTimersByTimeAsync(10_000)
    expect(sync.current()).toBe(before)
    expect(sync.lastRead().error).toBe('away')
    expect(log.error).toHaveBeenCalledOnce()
    database.up = true
    await vi.advanceTimersByTimeAsync(2000)
    expect(sync.lastRead().error).toBeNull()
    await sync.close()
  })

  test('a refresh always reads after it was asked for, and many at once read twice at most', async () => {
    const { database, start } = world()
    const sync = await start()
    await Promise.all([sync.refresh(), sync.refresh(), sync.refresh(), sync.refresh()])
    expect(database.loads).toBe(3)
    await sync.close()
  })

  test('a start without the database fails', async () => {
    const { database, start } = world()
    database.up = false
    await expect(start()).rejects.toThrow('away')
  })

  test('closing waits for the read under way, and none begins after it', async () => {
    const { database, start } = world()
    const sync = await start()
    const reading = sync.refresh()
    const before = database.loads
    let over = false
    void reading.then(() => (over = true))
    await sync.close()
    expect(over).toBe(true)
    await sync.refresh()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(database.loads).toBe(before)
  })
})
