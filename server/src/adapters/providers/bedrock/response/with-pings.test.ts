import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withPings } from './with-pings.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const PING = Uint8Array.of(0)

/** A source that gives each chunk after so many milliseconds. */
async function* timed(...delays: number[]): AsyncGenerator<Uint8Array, undefined> {
  for (const [i, delay] of delays.entries()) {
    await new Promise((resolve) => setTimeout(resolve, delay))
    yield Uint8Array.of(i + 1)
  }
}

async function collect(source: AsyncGenerator<Uint8Array, undefined>, atOnce = false): Promise<number[]> {
  const seen: number[] = []
  const done = (async () => {
    for await (const chunk of withPings(source, source.next(), { ping: PING, silenceMs: 10, atOnce }))
      seen.push(chunk[0]!)
  })()
  await vi.runAllTimersAsync()
  await done
  return seen
}

test('pings only while it is silent, as often as the silence lasts', async () => {
  expect(await collect(timed(1, 35, 1))).toEqual([1, 0, 0, 0, 2, 3])
})

test('starts with a ping when the silence has lasted already', async () => {
  expect(await collect(timed(1), true)).toEqual([0, 1])
})

test('a reader that stops early ends the source, even in the middle of a read', async () => {
  const ended = vi.fn()
  async function* source(): AsyncGenerator<Uint8Array, undefined> {
    try {
      yield* timed(1, 1000)
    } finally {
      ended()
    }
  }
  const it = source()
  const pinged = withPings(it, it.next(), { ping: PING, silenceMs: 10, atOnce: false })
  const first = pinged.next()
  await vi.advanceTimersByTimeAsync(5)
  expect((await first).value).toEqual(Uint8Array.of(1))
  await pinged.return(undefined)
  await vi.runAllTimersAsync()
  expect(ended).toHaveBeenCalledOnce()
})

test('an error of the source passes through', async () => {
  async function* failing(): AsyncGenerator<Uint8Array, undefined> {
    yield Uint8Array.of(1)
    throw new Error('broken')
  }
  const it = failing()
  const pinged = withPings(it, it.next(), { ping: PING, silenceMs: 10, atOnce: false })
  await pinged.next()
  await expect(pinged.next()).rejects.toThrow('broken')
})
