// Asks again and again until the answer is yes; an error counts as no.
import { setTimeout as sleep } from 'node:timers/promises'

const PAUSE_MS = 50

/** @throws Error when it takes longer than `timeoutMs`. */
export async function waitUntil(
  what: string,
  ask: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const endsAt = performance.now() + timeoutMs
  let last: unknown
  while (performance.now() < endsAt) {
    try {
      if (await ask()) return
      last = undefined
    } catch (error) {
      last = error
    }
    await sleep(PAUSE_MS)
  }
  throw new Error(`${what} was not ready within ${timeoutMs / 1000} s`, { cause: last })
}
