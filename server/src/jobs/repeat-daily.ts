// Runs a chore once a day; a failed one is logged and tried again the next time.
import type { Logger } from '../core/log.ts'

const DAY_MS = 24 * 60 * 60 * 1000

export function repeatDaily(chore: () => Promise<void>, log: Logger): { stop(): void } {
  const timer = setInterval(() => {
    chore().catch((error: unknown) => log.error({ error }, 'a daily chore failed'))
  }, DAY_MS)
  return { stop: () => clearInterval(timer) }
}
