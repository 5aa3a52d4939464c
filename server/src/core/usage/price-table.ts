// List prices per model in USD per million tokens, dated. Sources: Anthropic's pricing page and AWS's Bedrock
// price list, November 2026. Bedrock's prices are these times a factor of the profile, see cost.ts.

export interface TokenPrices {
  readonly input: number
  readonly output: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  readonly cacheRead: number
}

export interface PriceRow {
  /** Canonical Anthropic model id. */
  readonly model: string
  /** First day (UTC) the row holds; the newest row that has begun counts. */
  readonly from: string
  readonly prices: TokenPrices
  /** When the whole prompt, cached tokens included, is longer than this, all of the request costs `prices`. */
  readonly above?: { readonly promptTokens: number; readonly prices: TokenPrices }
  /** Where Bedrock's list price is not Anthropic's. */
  readonly bedrockPrices?: TokenPrices
  /** Factor in fast mode (`speed: fast`). */
  readonly fast?: number
}

const BEGINNING = '2023-01-01'

function usd(
  input: number,
  output: number,
  cacheWrite5m: number,
  cacheWrite1h: number,
  cacheRead: number,
): TokenPrices {
  return { input, output, cacheWrite5m, cacheWrite1h, cacheRead }
}

function row(model: string, prices: TokenPrices, more: Partial<PriceRow> = {}): PriceRow {
  return { model, from: BEGINNING, prices, ...more }
}

const FABLE_5_1 = usd(10, 50, 12.5, 20, 0.25)
const FABLE_5 = usd(10, 50, 12.5, 20, 1)
const FABLE_5_2 = usd(8, 40, 10, 16, 0.2)
const OPUS_4_5 = usd(5, 25, 6.25, 10, 0.5)
const OPUS_3 = usd(15, 75, 18.75, 30, 1.5)
const SONNET_3 = usd(3, 15, 3.75, 6, 0.3)
/** Only reachable through the retired 1M-context beta; kept so that old requests price as they were billed. */
const SONNET_LONG = { promptTokens: 200_000, prices: usd(6, 22.5, 7.5, 12, 0.6) }

export const PRICE_TABLE: readonly PriceRow[] = [
  row('claude-fable-5-2', FABLE_5_2),
  // Assumed equal to Fable 5.2: no price page states it.
  row('claude-mythos-5-2', FABLE_5_2),
  row('claude-fable-5-1', FABLE_5_1),
  row('claude-mythos-5-1', FABLE_5_1),
  row('claude-fable-5', FABLE_5),
  row('claude-mythos-5', FABLE_5),
  row('claude-mythos-preview', usd(25, 125, 31.25, 50, 2.5)),
  row('claude-opus-5-5', usd(4, 20, 5, 8, 0.2), { fast: 2 }),
  row('claude-opus-5', OPUS_4_5, { fast: 2 }),
  row('claude-opus-4-8', OPUS_4_5, { fast: 2 }),
  row('claude-opus-4-7', OPUS_4_5, { fast: 6 }),
  row('claude-opus-4-6', OPUS_4_5, { fast: 6 }),
  row('claude-opus-4-5-20251101', OPUS_4_5),
  row('claude-opus-4-1-20250805', OPUS_3),
  row('claude-opus-4-20250514', OPUS_3),
  row('claude-3-opus-20240229', OPUS_3),
  row('claude-sonnet-5-5', usd(2, 10, 2.5, 4, 0.2)),
  row('claude-sonnet-5-5', usd(2, 10, 2.5, 4, 0.1), { from: '2026-10-07' }),
  row('claude-sonnet-5', usd(2, 10, 2.5, 4, 0.2)),
  row('claude-sonnet-4-6', SONNET_3),
  row('claude-sonnet-4-5-20250929', SONNET_3, { above: SONNET_LONG }),
  row('claude-sonnet-4-20250514', SONNET_3, { above: SONNET_LONG }),
  row('claude-3-7-sonnet-20250219', SONNET_3),
  row('claude-3-5-sonnet-20241022', SONNET_3),
  row('claude-3-5-sonnet-20240620', SONNET_3),
  row('claude-3-sonnet-20240229', SONNET_3),
  row('claude-haiku-5-5', usd(0.1, 0.5, 0.125, 0.2, 0.01), {
    above: { promptTokens: 100_000, prices: usd(0.5, 2.5, 0.625, 1, 0.05) },
  }),
  row('claude-haiku-4-5-20251001', usd(1, 5, 1.25, 2, 0.1)),
  row('claude-3-5-haiku-20241022', usd(0.8, 4, 1, 1.6, 0.08)),
  row('claude-3-haiku-20240307', usd(0.25, 1.25, 0.3, 0.5, 0.03), {
    bedrockPrices: usd(0.25, 1.25, 0.3125, 0.5, 0.025),
  }),
]
