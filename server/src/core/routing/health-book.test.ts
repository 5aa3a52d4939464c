import { describe, expect, test, vi } from 'vitest'
import { makeHealthBook, placeKey, type CredentialHealth } from './health-book.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const of = (credentialId: string, model: string | null = null) => ({ credentialId, model })
const VERSIONS = new Map([['a', NOW]])

describe('makeHealthBook', () => {
  function book() {
    let now = NOW
    const stored = new Map<string, CredentialHealth>()
    const saves = vi.fn()
    const it = makeHealthBook({
      now: () => now,
      store: {
        save: (place, health) => {
          const id = placeKey(place)
          saves(id)
          stored.set(id, health)
          return Promise.resolve()
        },
        remove: (place) => Promise.resolve(void stored.delete(placeKey(place))),
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
    it.note(of('a'), cooling(1000), NOW)
    expect(it.isCooling(of('a'))).toBe(true)
    pass(1000)
    expect(it.isCooling(of('a'))).toBe(false)
    expect(it.get('a')).toBeNull()
  })

  test('a rejection stays visible, but stops reordering', () => {
    const { it, pass } = book()
    it.note(of('a'), { ...cooling(1000), state: 'rejected' }, NOW)
    pass(5000)
    expect(it.isCooling(of('a'))).toBe(false)
    expect(it.get('a')?.state).toBe('rejected')
  })

  test('a storm of equal failures is stored once', async () => {
    const { it, saves } = book()
    for (let i = 0; i < 1000; i++) it.note(of('a'), cooling(30_000 + i / 2), NOW)
    await it.settled()
    expect(saves).toHaveBeenCalledOnce()
  })

  test('success clears it everywhere', async () => {
    const { it, stored } = book()
    it.note(of('a'), cooling(1000), NOW)
    it.recover(of('a'), NOW, NOW)
    await it.settled()
    expect(it.get('a')).toBeNull()
    expect(stored.size).toBe(0)
  })

  test('takes over what others have noted, and cleared', async () => {
    const { it } = book()
    it.note(of('a'), cooling(1000), NOW)
    await it.settled()
    it.replace(new Map([['b', cooling(1000)]]), it.mark(), VERSIONS)
    expect([it.get('a'), it.get('b')?.state]).toEqual([null, 'cooling'])
  })

  test('a note on its way to the store is not lost to an older picture', () => {
    const { it } = book()
    it.note(of('a'), cooling(1000), NOW)
    it.replace(new Map(), it.mark(), VERSIONS)
    expect(it.get('a')?.state).toBe('cooling')
  })

  test('what reached the store after it was read is not undone', async () => {
    const { it } = book()
    const mark = it.mark()
    it.note(of('a'), cooling(1000), NOW)
    await it.settled()
    it.replace(new Map(), mark, VERSIONS)
    expect(it.get('a')?.state).toBe('cooling')
    const later = it.mark()
    it.recover(of('a'), NOW, NOW)
    await it.settled()
    it.replace(new Map([['a', cooling(1000)]]), later, VERSIONS)
    expect(it.get('a')).toBeNull()
  })

  test('what an old secret has met says nothing of the new one', async () => {
    const { it, saves } = book()
    const later = new Date(NOW.getTime() + 1)
    it.replace(new Map(), it.mark(), new Map([['a', later]]))
    it.note(of('a'), cooling(1000), NOW)
    expect([it.get('a'), saves.mock.calls.length]).toEqual([null, 0])
    it.note(of('a'), cooling(1000), later)
    it.recover(of('a'), NOW, NOW)
    expect(it.isCooling(of('a'))).toBe(true)
    it.recover(of('a'), later, NOW)
    expect(it.get('a')).toBeNull()
  })

  test('and what was noted of it just before the new one is known is dropped, for what others know of that', async () => {
    const { it } = book()
    const later = new Map([['a', new Date(NOW.getTime() + 1)]])
    it.note(of('a'), { ...cooling(1000), state: 'rejected' }, NOW)
    it.replace(new Map(), it.mark(), later)
    expect(it.get('a')).toBeNull()
    await it.settled()
    const mark = it.mark()
    it.replace(new Map(), it.mark(), VERSIONS)
    it.note(of('a'), { ...cooling(1000), state: 'rejected' }, NOW)
    it.replace(new Map([['a', cooling(500)]]), mark, later)
    expect(it.get('a')?.state).toBe('cooling')
  })
})
