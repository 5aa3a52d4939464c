// What is billed of an answer: one inference, or the sum of several, each at the price of its own model.
import { modelNamed } from '../models/parse-model-id.ts'
import { costPicoUsd, type PricedCall } from './cost.ts'
import type { IterationUsage, TokenCounts, TokenUsage } from './token-usage.ts'

export interface BilledIteration extends IterationUsage {
  /** Integer pico-dollars; null when the price is unknown. */
  readonly costPicoUsd: number | null
}

export interface BilledUsage {
  /** Sums over the inferences that are billed. */
  readonly totals: TokenUsage
  /** Null for the cost of a call without a price, or with an inference without one. */
  readonly costPicoUsd: number | null
  /** Null where the answer was one inference. */
  readonly iterations: readonly BilledIteration[] | null
}

const COUNTS = [
  'inputTokens',
  'outputTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'cacheReadTokens',
] as const satisfies readonly (keyof TokenCounts)[]

/** @param call null where nothing has a price: a credential that the caller brought */
export function billedUsage(usage: TokenUsage, call: PricedCall | null): BilledUsage {
  const entries = usage.iterations && billedEntries(usage.iterations)
  if (entries === null || entries.length === 0) {
    return { totals: usage, costPicoUsd: call && costPicoUsd(usage, call), iterations: null }
  }
  const iterations = entries.map((entry) => ({ ...entry, costPicoUsd: call && costOf(entry, usage, call) }))
  const costs = iterations.map((iteration) => iteration.costPicoUsd)
  const searches = call && webSearchCost(usage, call)
  return {
    totals: { ...usage, ...sumOf(entries) },
    costPicoUsd: costs.includes(null) || searches === null ? null : sum([...(costs as number[]), searches]),
    iterations,
  }
}

/**
 * A model that declined is not billed: where another one took over, its entry closes the list, and messages that do not
 * name that one belong to those who declined.
 */
function billedEntries(iterations: readonly IterationUsage[]): readonly IterationUsage[] {
  const served = iterations.findLast(({ type }) => type === 'fallback_message')
  if (served === undefined) return iterations
  return iterations.filter(
    ({ type, model }) => type !== 'message' || (model !== null && model === served.model),
  )
}

function costOf(entry: IterationUsage, usage: TokenUsage, call: PricedCall): number | null {
  const model = entry.model === null ? call.model : modelNamed(entry.model)
  return costPicoUsd({ ...usage, ...entry, webSearchRequests: 0 }, { ...call, model })
}

/** Searches are counted once for the whole answer. */
function webSearchCost(usage: TokenUsage, call: PricedCall): number | null {
  if (usage.webSearchRequests === 0) return 0
  return costPicoUsd({ ...usage, ...zeroCounts() }, call)
}

function zeroCounts(): TokenCounts {
  return { inputTokens: 0, outputTokens: 0, cacheWrite5mTokens: 0, cacheWrite1hTokens: 0, cacheReadTokens: 0 }
}

function sumOf(entries: readonly IterationUsage[]): TokenCounts {
  const counts = zeroCounts()
  for (const name of COUNTS) counts[name] = sum(entries.map((entry) => entry[name] ?? 0))
  return counts
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
