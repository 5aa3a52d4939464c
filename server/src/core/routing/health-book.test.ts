import { describe, expect, test, vi } from 'vitest'
import { makeHealthBook, type CredentialHealth } from './health-book.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

describe('makeHealthBook', () => {
  function book() {
    let now = NOW
    const stored = new Map<string, CredentialHealth>()
    const saves = vi.fn()
    const it = makeHealthBook({
      now: () => now,
      store: {
        save: (id, health) => {
          saves(id)
          stored.set(id, health)
          return Promise.resolve()
        },
        remove: (id) => Promise.resolve(void stored.delete(id)),
      },
      onStoreError: () => undefined,
    })
    return { it, stored, saves, pass: (ms: number) => void (now = new Date(now.getTime() + ms)) }
  }
  const cooling = (ms: number): CredentialHealth => ({
    state: 'cooling',
    reason: 'r',
    since: NOW,
    until: new Date(NOW.getTime() + ms),
  })

  test('a cooldown ends by itself', () => {
    const { it, pass } = book()
    it.note('a', cooling(1000))
    expect(it.isResting('a')).toBe(true)
    pass(1000)
    expect(it.isResting('a')).toBe(false)
    expect(it.get('a')).toBeNull()
  })

  test('a rejection stays visible, but stops reordering', () => {
    const { it, pass } = book()
    it.note('a', { ...cooling(1000), state: 'rejected' })
    pass(5000)
    expect(it.isResting('a')).toBe(false)
    expect(it.get('a')?.state).toBe('rejected')
  })

  test('a storm of equal failures is stored once', async () => {
    const { it, saves } = book()
    for (let i = 0; i < 1000; i++) it.note('a', cooling(30_000 + i / 2))
    await it.settled()
    expect(saves).toHaveBeenCalledOnce()
  })

  test('success clears it everywhere', async () => {
    const { it, stored } = book()
    it.note('a', cooling(1000))
    it.recover('a')
    await it.settled()
    expect(it.get('a')).toBeNull()
    expect(stored.size).toBe(0)
  })

  test('takes over what others have noted, and cleared', async () => {
    const { it } = book()
    it.note('a', cooling(1000))
    await it.settled()
    it.replace(new Map([['b', cooling(1000)]]), it.mark())
    expect([it.get('a'), it.get('b')?.state]).toEqual([null, 'cooling'])
  })

  test('a note on its way to the store is not lost to an older picture', () => {
    const { it } = book()
    it.note('a', cooling(1000))
    it.replace(new Map(), it.mark())
    expect(it.get('a')?.state).toBe('cooling')
  })

  test('what reached the store after it was read is not undone', async () => {
    const { it } = book()
    const mark = it.mark()
    it.note('a', cooling(1000))
    await it.settled()
    it.replace(new Map(), mark)
    expect(it.get('a')?.state).toBe('cooling')
    const later = it.mark()
    it.recover('a')
    await it.settled()
    it.replace(new Map([['a', cooling(1000)]]), later)
    expect(it.get('a')).toBeNull()
  })
})
