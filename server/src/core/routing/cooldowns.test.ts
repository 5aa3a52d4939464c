// What is held against a credential, for whom, and which news may change it.
import { describe, expect, test } from 'vitest'
import { makeHealthBook, type CredentialHealth, type HealthPlace } from './health-book.ts'

const NOW = new Date('2026-12-01T12:00:00Z')
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const OPUS: HealthPlace = { credentialId: 'c', model: 'claude-opus-5-5' }
const HAIKU: HealthPlace = { credentialId: 'c', model: 'claude-haiku-5-5' }
const WHOLE: HealthPlace = { credentialId: 'c', model: null }

function book() {
  const removed: [HealthPlace, Date][] = []
  const health = makeHealthBook({
    now: () => at(10),
    store: {
      save: () => Promise.resolve(),
      remove: (place, until) => Promise.resolve(void removed.push([place, until])),
    },
    onStoreError: () => undefined,
  })
  const cool = (place: HealthPlace, since: number) => health.note(place, cooling(since), NOW)
  return { health, cool, removed }
}

function cooling(since: number): CredentialHealth {
  return { state: 'cooling', reason: 'slow down', since: at(since), until: at(1000) }
}

describe('a limit of one model', () => {
  test('cools that model only', () => {
    const { health, cool } = book()
    cool(OPUS, 5)
    expect([OPUS, HAIKU, WHOLE].map((place) => health.isCooling(place))).toEqual([true, false, false])
    expect(health.get('c')?.reason).toBe('slow down')
  })

  test('is not lifted by a success of another model', () => {
    const { health, cool } = book()
    cool(OPUS, 5)
    health.recover(HAIKU, NOW, at(9))
    expect(health.isCooling(OPUS)).toBe(true)
  })
})

test('what is held against the credential counts for every model', () => {
  const { health, cool } = book()
  cool(WHOLE, 5)
  expect([OPUS, HAIKU].map((place) => health.isCooling(place))).toEqual([true, true])
  health.recover(HAIKU, NOW, at(9))
  expect(health.isCooling(OPUS)).toBe(false)
})

describe('a success that began before the cooldown', () => {
  test.each([OPUS, WHOLE])('does not lift it: %j', async (place) => {
    const { health, cool, removed } = book()
    cool(place, 5)
    health.recover(OPUS, NOW, at(4))
    await health.settled()
    expect(health.isCooling(OPUS)).toBe(true)
    expect(removed).toEqual([])
  })

  test('does not lift what another replica has noted since', async () => {
    const { health, cool, removed } = book()
    cool(OPUS, 5)
    health.recover(OPUS, NOW, at(6))
    await health.settled()
    expect(removed).toEqual([[OPUS, at(6)]])
  })
})

test('an operator lifts all of it', async () => {
  const { health, cool } = book()
  cool(OPUS, 5)
  cool(WHOLE, 5)
  await health.forget('c')
  expect(health.get('c')).toBeNull()
})
