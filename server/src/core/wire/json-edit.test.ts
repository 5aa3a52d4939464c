import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyEdits, cutMembers, insertMember, isOverridden } from './json-edit.ts'
import { decodeString, membersOf, rawValue } from './json-tape.ts'
import { readJsonTape } from './read-json-tape.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

describe('cutMembers', () => {
  test('leaves valid JSON whose other values keep their bytes, whatever is cut', () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...names), { minLength: 1 }),
        fc.subarray(names),
        fc.constantFrom(undefined, 2),
        (members, cut, indent) => {
          const text = JSON.stringify(
            Object.fromEntries(members.map((name) => [name, { of: name }])),
            null,
            indent,
          )
          const tape = readJsonTape(encode(text), 1)
          const out = applyEdits(
            tape.bytes,
            cutMembers(tape, 0, (name) => cut.includes(name)),
          )
          const after = readJsonTape(out, 1)
          const kept = members.filter((name) => !cut.includes(name))
          expect([...membersOf(after, 0)].map(({ key }) => decodeString(after, key))).toEqual(kept)
          const rawOf = (t: typeof tape) =>
            [...membersOf(t, 0)].map(
              ({ key, value }) => [decodeString(t, key), decode(rawValue(t, value))] as const,
            )
          expect(rawOf(after)).toEqual(rawOf(tape).filter(([name]) => !cut.includes(name)))
        },
      ),
    )
  })

  test('cuts what a later member overrides', () => {
    const tape = readJsonTape(encode('{"a":1,"b":2,"a":3}'), 1)
    expect(decode(applyEdits(tape.bytes, cutMembers(tape, 0, isOverridden(tape, 0))))).toBe('{"b":2,"a":3}')
  })
})

test('insertMember puts a member first', () => {
  const full = readJsonTape(encode('{ "a":1}'), 1)
  expect(decode(applyEdits(full.bytes, [insertMember(full, 0, '"v":"x"', false)]))).toBe('{"v":"x", "a":1}')
  const empty = readJsonTape(encode('{}'), 1)
  expect(decode(applyEdits(empty.bytes, [insertMember(empty, 0, '"v":"x"', true)]))).toBe('{"v":"x"}')
})

test('applyEdits rejects edits that overlap', () => {
  expect(() =>
    applyEdits(encode('abcdef'), [
      { from: 0, to: 3, text: '' },
      { from: 2, to: 4, text: '' },
    ]),
  ).toThrow(RangeError)
})
