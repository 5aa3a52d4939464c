import { describe, expect, test } from 'vitest'
import { makeGrowingBytes } from './growing-bytes.ts'

const bytes = (...values: number[]) => Uint8Array.from(values)

describe('makeGrowingBytes', () => {
  test('joins chunks in order', () => {
    const all = makeGrowingBytes()
    for (let i = 0; i < 10_000; i++) all.push(bytes(i % 256))
    expect(all.length).toBe(10_000)
    expect(all.take()).toEqual(Uint8Array.from({ length: 10_000 }, (_, i) => i % 256))
    expect(all.length).toBe(0)
  })

  test('hands a single chunk over without a copy', () => {
    const chunk = bytes(1, 2, 3)
    const all = makeGrowingBytes()
    all.push(chunk)
    expect(all.take()).toBe(chunk)
  })

  test('never writes into a chunk it was given', () => {
    const chunk = new Uint8Array(8).subarray(0, 2)
    const all = makeGrowingBytes()
    all.push(chunk)
    all.push(bytes(9))
    expect(all.take()).toEqual(bytes(0, 0, 9))
    expect(new Uint8Array(chunk.buffer)).toEqual(new Uint8Array(8))
  })

  test('gives bytes away for good: what is taken does not change', () => {
    const all = makeGrowingBytes()
    all.push(bytes(1))
    all.push(bytes(2))
    const taken = all.take()
    all.push(bytes(7))
    all.push(bytes(8))
    expect(taken).toEqual(bytes(1, 2))
  })

  test('allocates at most twice what a stream of one-byte chunks brought', () => {
    let held = 0
    let allocations = 0
    const all = makeGrowingBytes({
      onCapacity(change) {
        held += change
        allocations++
      },
    })
    const one = bytes(120)
    const total = 4 * 2 ** 20
    for (let i = 0; i < total; i++) all.push(one)
    expect(held).toBeLessThanOrEqual(2 * total)
    expect(allocations).toBeLessThan(20)
  })

  test('allocates exactly what was announced', () => {
    let held = 0
    const all = makeGrowingBytes({ expectedBytes: 200_000, onCapacity: (change) => void (held += change) })
    for (let i = 0; i < 4; i++) all.push(new Uint8Array(50_000))
    expect(held).toBe(200_000)
  })

  test('believes a large announcement only as the bytes come', () => {
    let held = 0
    const all = makeGrowingBytes({
      expectedBytes: 31 * 2 ** 20,
      onCapacity: (change) => void (held += change),
    })
    for (let i = 0; i < 100; i++) all.push(bytes(1))
    expect(held).toBe(2 ** 20)
  })

  test('allocates nothing that its owner does not allow', () => {
    const all = makeGrowingBytes({
      onCapacity() {
        throw new RangeError('full')
      },
    })
    expect(() => all.push(bytes(1))).toThrow('full')
    expect(all.length).toBe(0)
  })
})
