import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeString,
  decodeValue,
  elementsOf,
  kindOf,
  memberString,
  membersOf,
  memberValue,
  rawValue,
} from './json-tape.ts'
import { JsonLimitError, JsonSyntaxError, readJsonTape } from './read-json-tape.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const raw = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** Rebuilds the value from the tape alone. */
function rebuild(tape: ReturnType<typeof readJsonTape>, node: number): unknown {
  if (kindOf(tape, node) === 'array')
    return [...elementsOf(tape, node)].map((element) => rebuild(tape, element))
  if (kindOf(tape, node) !== 'object') return decodeValue(tape, node)
  return Object.fromEntries(
    [...membersOf(tape, node)].map(({ key, value }) => [decodeString(tape, key), rebuild(tape, value)]),
  )
}

describe('readJsonTape', () => {
  test('agrees with JSON.parse on any JSON value, with any blanks', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2, '\t'), (value, indent) => {
        const text = JSON.stringify(value, null, indent)
        const tape = readJsonTape(encode(text), Infinity)
        expect(rebuild(tape, 0)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('accepts and rejects exactly what JSON.parse accepts and rejects', () => {
    const alphabet = fc.constantFrom(...Array.from('{}[]:,"\\ue01-+.EtrfalsnN \n\u0001é'))
    fc.assert(
      fc.property(fc.string({ unit: alphabet, maxLength: 12 }), (text) => {
        expect(accepts(() => readJsonTape(encode(text), Infinity))).toBe(accepts(() => JSON.parse(text)))
      }),
      { numRuns: 20_000 },
    )
  })

  test('every byte value at every place of a string is plain, the end of it, or a fault', () => {
    const wrong: string[] = []
    const check = (byte: number, at: number, length: number) => {
      const inside = new Uint8Array(length).fill(0xff)
      inside[at] = byte
      const isPlain = byte >= 0x20 && byte !== 0x22 && byte !== 0x5c
      const text = Uint8Array.from([0x22, ...inside, 0x22])
      if (accepts(() => readJsonTape(text, 1)) !== isPlain) wrong.push(`${byte} at ${at} of ${length}`)
    }
    for (let length = 1; length <= 9; length++) {
      for (let at = 0; at < length; at++) {
        for (let byte = 0; byte < 256; byte++) check(byte, at, length)
      }
    }
    expect(wrong).toEqual([])
  })

  test.each([
    '',
    ' ',
    '{',
    '[1,]',
    '{"a":1,}',
    '01',
    '1.',
    '1e',
    '-',
    'nul',
    '"\\x"',
    '"\\u12g4"',
    '{"a" 1}',
    '1 2',
    '"\t"',
  ])('rejects %j', (text) => expect(() => readJsonTape(encode(text), 1)).toThrow(JsonSyntaxError))

  test('values that are kept are limited, others are not', () => {
    const many = encode(`[${'0,'.repeat(600_000)}0]`)
    expect(() => readJsonTape(many, 1)).toThrow(JsonLimitError)
    expect(readJsonTape(many, 0).end[0]).toBe(many.length)
  })

  test('tells where the fault is', () => {
    expect(() => readJsonTape(encode('{"a": tru}'), 1)).toThrow("Unexpected 't' at byte 6")
  })

  test('keeps the exact bytes of unusual numbers and escapes', () => {
    const text = '{"big": 9007199254740993, "huge":1e400,"one":1.0 , "s":"\\u00e9\\/"}'
    const tape = readJsonTape(encode(text), 1)
    expect([...membersOf(tape, 0)].map(({ value }) => raw(rawValue(tape, value)))).toEqual([
      '9007199254740993',
      '1e400',
      '1.0',
      '"\\u00e9\\/"',
    ])
  })

  test('checks but does not keep what lies deeper than asked', () => {
    const tape = readJsonTape(encode('{"a":{"b":[1,2,{"c":3}]},"d":4}'), 1)
    expect(
      [...membersOf(tape, 0)].map(({ key, value }) => [decodeString(tape, key), raw(rawValue(tape, value))]),
    ).toEqual([
      ['a', '{"b":[1,2,{"c":3}]}'],
      ['d', '4'],
    ])
    expect(() => readJsonTape(encode('{"a":{"b":[1,2,}'), 1)).toThrow(JsonSyntaxError)
  })

  test('survives a million open brackets', () => {
    expect(() => readJsonTape(encode('['.repeat(1_000_000)), 1)).toThrow('Unexpected end of JSON')
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    expect(readJsonTape(encode(deep), 1).end[0]).toBe(deep.length)
  })

  test('of duplicate members the last counts, however its name is spelled', () => {
    const tape = readJsonTape(encode('{"model":"a","\\u006dodel":"b"}'), 1)
    expect(memberString(tape, 0, 'model')).toBe('b')
    expect(memberValue(tape, 0, 'missing')).toBeUndefined()
  })
})

function accepts(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
