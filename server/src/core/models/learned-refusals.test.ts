import { describe, expect, test } from 'vitest'
import { makeRefusalBook, type LearnedRefusal } from './learned-refusals.ts'

const AT = new Date('2026-11-22T12:00:00Z')

function refusal(name: string, more: Partial<LearnedRefusal> = {}): LearnedRefusal {
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
  const writes: { readonly refusals: readonly LearnedRefusal[]; end: (error?: Error) => void }[] = []
  const errors: unknown[] = []
  const book = makeRefusalBook({
    store: {
      save: (refusals) =>
        new Promise((resolve, reject) => {
          writes.push({ refusals, end: (error) => (error ? reject(error) : resolve()) })
        }),
    },
    onStoreError: (error) => errors.push(error),
  })
  const names = (credentialId = 'c', upstreamModel = 'm') =>
    book.of(credentialId, upstreamModel).map(({ name }) => name)
  /** Lets everything that is ready happen. */
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve))
  return { book, writes, errors, names, turn }
}

describe('a refusal', () => {
  test('counts at once, once, and only where it was met', () => {
    const { book, names } = world()
    book.note([refusal('a'), refusal('b', { kind: 'field' })])
    book.note([refusal('a'), refusal('x', { upstreamModel: 'other' })])
    expect(names()).toEqual(['a', 'b'])
    expect(names('c', 'other')).toEqual(['x'])
    expect(names('d')).toEqual([])
  })

  test('outlives a read of the store that began before it was written', async () => {
    const { book, writes, names, turn } = world()
    book.note([refusal('a')])
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
    book.replace([refusal('a'), refusal('b')], book.mark())
    expect(names()).toEqual(['a', 'b'])
    book.replace([refusal('b')], book.mark())
    expect(names()).toEqual(['b'])
  })

  test('that could not be stored counts until the store is read', async () => {
    const { book, writes, errors, names, turn } = world()
    book.note([refusal('a')])
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
    const stored = [refusal('a'), refusal('b', { upstreamModel: 'n' }), refusal('c', { credentialId: 'd' })]
    book.replace(stored, book.mark())
    book.forget('c', 'm')
    expect([names(), names('c', 'n'), names('d')]).toEqual([[], ['b'], ['c']])
    book.forget('c', null)
    expect([names('c', 'n'), names('d')]).toEqual([[], ['c']])
  })

  test('holds when the write of it ends later than the read that follows', async () => {
    const { book, writes, names, turn } = world()
    book.note([refusal('a')])
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
    book.note([refusal('a')])
    book.forget('c', 'm')
    book.note([refusal('a')])
    expect(names()).toEqual(['a'])
  })
})

test('a beta that was taken is known as such until it is refused', () => {
  const { book } = world()
  book.accept('c', 'm', ['a', 'b'])
  expect(book.isAccepted('c', 'm', 'a')).toBe(true)
  expect(book.isAccepted('c', 'other', 'a')).toBe(false)
  book.note([refusal('a')])
  expect(book.isAccepted('c', 'm', 'a')).toBe(false)
  expect(book.isAccepted('c', 'm', 'b')).toBe(true)
})
