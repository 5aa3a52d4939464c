// What one answer cost, exactly, in integer pico-dollars (10^-12 USD). Unknown is null, never 0.
import type { Provider } from '@headgate/shared/providers'
import { isAtLeast, type CatalogModel } from '../models/catalog.ts'
import { PRICE_TABLE, type PriceRow, type TokenPrices } from './price-table.ts'
import { hasUsage, type TokenUsage } from './token-usage.ts'

export interface PricedCall {
  readonly provider: Provider
  /** Null when it is not known which model answered. */
  readonly model: CatalogModel | null
  /** The id Bedrock was called with: its profile prefix decides the factor. Ignored for Anthropic. */
  readonly upstreamModel: string | null
  /** AWS region of the credential; null for Anthropic. */
  readonly region: string | null
  /** Subscription logins have no price per token. */
  readonly subscription: boolean
  readonly at: Date
}

/** 1 USD per million tokens is 1,000,000 pico-dollars per token. */
const PICO_PER_TOKEN = 1_000_000
/** 10 USD per 1,000 searches. */
const PICO_PER_WEB_SEARCH = 10_000_000_000n
/** Factors are kept in thousandths, so that 1.1 stays exact. */
const LIST_PRICE = 1000n

const BASE_PRICES: Readonly<Record<Provider, (row: PriceRow) => TokenPrices>> = {
  anthropic: ({ prices }) => prices,
  bedrock: ({ prices, bedrockPrices }) => bedrockPrices ?? prices,
}

/** @returns pico-dollars as a safe integer, or null when the price or the usage is unknown. */
export function costPicoUsd(usage: TokenUsage, call: PricedCall): number | null {
  if (!hasUsage(usage) || call.subscription || call.model === null) return null
  const row = priceRowOf(call.model, call.at)
  if (!row) return null
  const prompt =
    (usage.inputTokens ?? 0) +
    (usage.cacheReadTokens ?? 0) +
    (usage.cacheWrite5mTokens ?? 0) +
    (usage.cacheWrite1hTokens ?? 0)
  const base = BASE_PRICES[call.provider](row)
  const prices = row.above && prompt > row.above.promptTokens ? row.above.prices : base
  const tokens = tokenCost(usage, prices)
  const factored = factorsOf(usage, call, call.model, row).reduce(
    (cost, factor) => (cost * factor) / LIST_PRICE,
    tokens,
  )
  const total = Number(factored + BigInt(usage.webSearchRequests) * PICO_PER_WEB_SEARCH)
  return Number.isSafeInteger(total) ? total : null
}

function tokenCost(usage: TokenUsage, prices: TokenPrices): bigint {
  const of = (tokens: number | null, usdPerMillion: number) =>
    BigInt(tokens ?? 0) * BigInt(Math.round(usdPerMillion * PICO_PER_TOKEN))
  return (
    of(usage.inputTokens, prices.input) +
    of(usage.outputTokens, prices.output) +
    of(usage.cacheWrite5mTokens, prices.cacheWrite5m) +
    of(usage.cacheWrite1hTokens, prices.cacheWrite1h) +
    of(usage.cacheReadTokens, prices.cacheRead)
  )
}

function factorsOf(usage: TokenUsage, call: PricedCall, model: CatalogModel, row: PriceRow): bigint[] {
  switch (call.provider) {
    case 'anthropic':
      return anthropicFactors(usage, model, row)
    case 'bedrock':
      return [bedrockFactor(call, model)]
  }
}

function anthropicFactors(usage: TokenUsage, model: CatalogModel, row: PriceRow): bigint[] {
  const factors: bigint[] = []
  if (usage.inferenceGeo === 'us' && isAtLeast(model, 4, 6)) factors.push(1100n)
  if (usage.speed === 'fast' && row.fast !== undefined) factors.push(BigInt(row.fast) * 1000n)
  if (usage.serviceTier === 'batch') factors.push(500n)
  return factors
}

/** us-gov costs 20 % more; global profiles list price; regional profiles and in-region ids 10 % more from Claude 4.5 on. */
function bedrockFactor({ upstreamModel, region }: PricedCall, model: CatalogModel): bigint {
  const id = upstreamModel?.slice(upstreamModel.lastIndexOf('/') + 1) ?? ''
  if (id.startsWith('us-gov.') || region?.startsWith('us-gov-')) return 1200n
  if (id.startsWith('global.') || !isAtLeast(model, 4, 5)) return LIST_PRICE
  return 1100n
}

function priceRowOf(model: CatalogModel, at: Date): PriceRow | undefined {
  const day = at.toISOString().slice(0, 10)
  return PRICE_TABLE.filter((row) => row.model === model.id && row.from <= day)
    .sort((a, b) => a.from.localeCompare(b.from))
    .at(-1)
}
