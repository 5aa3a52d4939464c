import { describe, expect, test } from 'vitest'
import { makeCompatibilityCache, type UnsupportedParameter } from './compatibility-cache.ts'

const AT = new Date('2026-11-22T12:00:00Z')

function entry(name: string, more: Partial<UnsupportedParameter> = {}): UnsupportedParameter {
  return {
    kind: 'beta',
    name,
    credentialId: 'c',
    upstreamModel: 'm',
    reason: 'invalid beta flag',
    learnedAt: AT,
    ...more,
  }
}

/** A store whose writes end when the test says so. */
function world() {
  const writes: { readonly entries: readonly UnsupportedParameter[]; end: (error?: Error) => void }[] = []
  const errors: unknown[] = []
  const book = makeCompatibilityCache({
    store: {
      save: (entries) =>
        new Promise((resolve, reject) => {
          writes.push({ entries, end: (error) => (error ? reject(error) : resolve()) })
        }),
    },
    onStoreError: (error) => errors.push(error),
    now: () => AT,
  })
  const names = (credentialId = 'c', upstreamModel = 'm') =>
    book.of(credentialId, upstreamModel).map(({ name }) => name)
  /** Lets everything that is ready happen. */
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  return { book, writes, errors, names, turn }
}

describe('a entry', () => {
  test('counts at once, once, and only where it was met', () => {
    const { book, names } = world()
    book.note([entry('a'), entry('b', { kind: 'field' })])
    book.note([entry('a'), entry('x', { upstreamModel: 'other' })])
    expect(names()).toEqual(['a', 'b'])
    expect(names('c', 'other')).toEqual(['x'])
    expect(names('d')).toEqual([])
  })

  test('outlives a read of the store that began before it was written', async () => {
    const { book, writes, names, turn } = world()
    book.note([entry('a')])
    const before = book.mark()
    await turn()
    writes[0]!.end()
    await book.settled()
    book.replace([], before)
    expect(names()).toEqual(['a'])
    expect(book.isAhead()).toBe(true)
    book.replace([], book.mark())
    expect(names()).toEqual([])
    expect(book.isAhead()).toBe(false)
  })

  test('is taken over from the store', () => {
    const { book, names } = world()
    book.replace([entry('a'), entry('b')], book.mark())
    expect(names()).toEqual(['a', 'b'])
    book.replace([entry('b')], book.mark())
    expect(names()).toEqual(['b'])
  })

  test('that could not be stored counts until the store is read', async () => {
    const { book, writes, errors, names, turn } = world()
    book.note([entry('a')])
    await turn()
    writes[0]!.end(new Error('away'))
    await book.settled()
    expect(errors).toEqual([new Error('away')])
    expect(names()).toEqual(['a'])
    book.replace([], book.mark())
    expect(names()).toEqual([])
  })
})

describe('forgetting', () => {
  test('takes one model of a credential, or all of it', () => {
    const { book, names } = world()
    const stored = [entry('a'), entry('b', { upstreamModel: 'n' }), entry('c', { credentialId: 'd' })]
    book.replace(stored, book.mark())
    book.forget('c', 'm')
    expect([names(), names('c', 'n'), names('d')]).toEqual([[], ['b'], ['c']])
    book.forget('c', null)
    expect([names('c', 'n'), names('d')]).toEqual([[], ['c']])
  })

  test('holds when the write of it ends later than the read that follows', async () => {
    const { book, writes, names, turn } = world()
    book.note([entry('a')])
    await turn()
    book.forget('c', null)
    const mark = book.mark()
    writes[0]!.end()
    await book.settled()
    book.replace([], mark)
    expect(names()).toEqual([])
    expect(book.isAhead()).toBe(false)
  })

  test('does not keep the same from being learned again', () => {
    const { book, names } = world()
    book.note([entry('a')])
    book.forget('c', 'm')
    book.note([entry('a')])
    expect(names()).toEqual(['a'])
  })
})

test('names that are made up do not pile up', () => {
  const { book, names, writes } = world()
  for (let i = 0; i < 100; i++) book.note([entry(`made-up-${i}`), entry('a')])
  expect(names()).toHaveLength(64)
  expect(writes.flatMap(({ entries }) => entries).length).toBeLessThanOrEqual(64)
})

test('what is suspected is forgotten with the rest', () => {
  const { book } = world()
  expect(book.suspect('c', 'm', ['a', 'b'])).toBeNull()
  expect(book.suspected('c', 'm', ['a', 'b'])).toEqual(['a', 'b'])
  book.forget('c', null)
  expect(book.suspected('c', 'm', ['a', 'b'])).toEqual([])
})
