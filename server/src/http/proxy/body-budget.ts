// Caps how many body bytes one process holds at a time, so that many large requests cannot exhaust its memory.
import { GatewayError } from '../../core/wire/anthropic-error.ts'

export interface BodyBudget {
  /** A share of the budget for one call. */
  open(): BudgetShare
}

export interface BudgetShare {
  /** @throws GatewayError 503 when the process already holds too much. */
  take(bytes: number): void
  release(): void
}

const MB = 2 ** 20

/**
 * A quarter of what the process may use: the rest is for answers, connections and the picture of the database. At least
 * four of the largest bodies fit, and more than a gigabyte is of no use to one process.
 * @param memoryBytes what the machine or its container allows
 */
export function defaultBodyBudget(memoryBytes: number): number {
  return Math.min(Math.max(memoryBytes / 4, 128 * MB), 1024 * MB)
}

export function makeBodyBudget(maxBytes: number): BodyBudget {
  let held = 0
  return {
    open() {
      let own = 0
      return {
        take(bytes) {
          if (held + bytes > maxBytes) {
            throw new GatewayError('overloaded_error', 'The gateway is handling too many large requests.', {
              status: 503,
              headers: { 'retry-after': '1' },
            })
          }
          held += bytes
          own += bytes
        },
        release() {
          held -= own
          own = 0
        },
      }
    },
  }
}
