import { describe, expect, test } from 'vitest'
import { CATALOG, findModel } from '../models/catalog.ts'
import { costPicoUsd, type PricedCall } from './cost.ts'
import { PRICE_TABLE } from './price-table.ts'
import { emptyUsage, type TokenUsage } from './token-usage.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const MILLION = 1_000_000
/** One US dollar in pico-dollars. */
const USD = 1_000_000_000_000

function cost(model: string, usage: Partial<TokenUsage>, call: Partial<PricedCall> = {}) {
  return costPicoUsd(
    { ...emptyUsage(), ...usage },
    {
      provider: 'anthropic',
      model: findModel(model) ?? null,
      upstreamModel: null,
      region: null,
      subscription: false,
      at: NOW,
      ...call,
    },
  )
}

describe('costPicoUsd', () => {
  test('prices all five classes', () => {
    const each = {
      inputTokens: MILLION,
      outputTokens: MILLION,
      cacheWrite5mTokens: MILLION,
      cacheWrite1hTokens: MILLION,
    }
    expect(cost('claude-sonnet-4-6', { ...each, cacheReadTokens: MILLION })).toBe(
      (3 + 15 + 3.75 + 6 + 0.3) * USD,
    )
  })

  test('is exact below a micro-dollar', () => {
    expect(cost('claude-haiku-5-5', { inputTokens: 0, cacheReadTokens: 1 })).toBe(10_000)
    expect(cost('claude-haiku-4-5', { inputTokens: 3, outputTokens: 7 })).toBe(3 * 1_000_000 + 7 * 5_000_000)
  })

  test('a long prompt moves the whole request into the upper band, cached tokens counted', () => {
    const short = cost('claude-haiku-5-5', { inputTokens: 1000, cacheReadTokens: 99_000, outputTokens: 10 })
    const long = cost('claude-haiku-5-5', { inputTokens: 1000, cacheReadTokens: 99_001, outputTokens: 10 })
    expect(short).toBe(1000 * 100_000 + 99_000 * 10_000 + 10 * 500_000)
    expect(long).toBe(1000 * 500_000 + 99_001 * 50_000 + 10 * 2_500_000)
  })

  test('uses the price of the day', () => {
    const read = (at: string) =>
      cost('claude-sonnet-5-5', { inputTokens: 0, cacheReadTokens: MILLION }, { at: new Date(at) })
    expect(read('2026-10-06T23:59:59Z')).toBe(0.2 * USD)
    expect(read('2026-10-07T00:00:00Z')).toBe(0.1 * USD)
  })

  test.each([
    ['claude-haiku-4-5', 'global.anthropic.claude-haiku-4-5-20251001-v1:0', 1],
    ['claude-haiku-4-5', 'us.anthropic.claude-haiku-4-5-20251001-v1:0', 1.1],
    [
      'claude-haiku-4-5',
      'arn:aws:bedrock:eu-west-1:111122223333:inference-profile/eu.anthropic.claude-haiku-4-5-20251001-v1:0',
      1.1,
    ],
    ['claude-sonnet-4-5', 'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 3.6],
    ['claude-3-7-sonnet', 'us.anthropic.claude-3-7-sonnet-20250219-v1:0', 3],
    ['claude-opus-5-5', 'anthropic.claude-opus-5-5', 4.4],
  ])('Bedrock %s through %s costs %d USD per million', (model, upstreamModel, usd) => {
    expect(cost(model, { inputTokens: MILLION / 10 }, { provider: 'bedrock', upstreamModel })).toBe(
      (usd * USD) / 10,
    )
  })

  test.each([
    ['claude-haiku-4-5', 'anthropic.claude-haiku-4-5-20251001-v1:0', 1.2],
    ['claude-3-haiku', 'anthropic.claude-3-haiku-20240307-v1:0', 0.3],
    ['claude-sonnet-4-5', 'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0', 3.6],
    [
      'claude-sonnet-4-5',
      'arn:aws-us-gov:bedrock:us-gov-east-1:111122223333:inference-profile/us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0',
      3.6,
    ],
  ])('in a us-gov region %s as %s costs %d USD per million', (model, upstreamModel, usd) => {
    const call = { provider: 'bedrock', upstreamModel, region: 'us-gov-east-1' } as const
    expect(cost(model, { inputTokens: MILLION / 10 }, call)).toBe((usd * USD) / 10)
  })

  test('the region of an ordinary credential changes nothing', () => {
    const call = { provider: 'bedrock', region: 'us-east-1' } as const
    const id = 'anthropic.claude-opus-5-5'
    expect(cost('claude-opus-5-5', { inputTokens: MILLION }, { ...call, upstreamModel: id })).toBe(4.4 * USD)
    expect(
      cost('claude-opus-5-5', { inputTokens: MILLION }, { ...call, upstreamModel: `global.${id}` }),
    ).toBe(4 * USD)
  })

  test('factors of Anthropic: US inference, fast mode, batch', () => {
    expect(cost('claude-opus-5', { inputTokens: MILLION, inferenceGeo: 'us' })).toBe(5.5 * USD)
    expect(cost('claude-opus-5', { inputTokens: MILLION, speed: 'fast' })).toBe(10 * USD)
    expect(cost('claude-opus-5', { inputTokens: MILLION, serviceTier: 'batch' })).toBe(2.5 * USD)
    expect(cost('claude-haiku-4-5', { inputTokens: 0, webSearchRequests: 2 })).toBe(0.02 * USD)
  })

  test('unknown is null, never 0', () => {
    expect(cost('claude-unknown', { inputTokens: 1 })).toBeNull()
    expect(cost('claude-haiku-4-5', {})).toBeNull()
    expect(cost('claude-haiku-4-5', { inputTokens: 1 }, { subscription: true })).toBeNull()
    expect(cost('claude-haiku-4-5', { inputTokens: 0, outputTokens: 0 })).toBe(0)
  })
})

test('every model of the catalogue has a price, and every price a model', () => {
  const priced = new Set(PRICE_TABLE.map((row) => row.model))
  expect(CATALOG.filter((row) => !priced.has(row.id)).map((row) => row.id)).toEqual([])
  expect([...priced].filter((id) => findModel(id)?.id !== id)).toEqual([])
})
