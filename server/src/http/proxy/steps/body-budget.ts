// Caps how many body bytes one process holds at a time, so that many large requests cannot exhaust its memory.
import { GatewayError } from '../../../core/wire/anthropic-error.ts'

export interface BodyBudget {
  /** A share of the budget for one call. */
  open(): BudgetShare
}

export interface BudgetShare {
  /** @throws GatewayError 503 when the process already holds too much. */
  take(bytes: number): void
  give(bytes: number): void
  release(): void
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
        give(bytes) {
          held -= bytes
          own -= bytes
        },
        release() {
          held -= own
          own = 0
        },
      }
    },
  }
}
