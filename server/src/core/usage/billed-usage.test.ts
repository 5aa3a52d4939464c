import { expect, test } from 'vitest'
import { findModel } from '../models/catalog.ts'
import { billedUsage } from './billed-usage.ts'
import type { PricedCall } from './cost.ts'
import { emptyUsage, mergeMessagesUsage } from './token-usage.ts'

const CALL: PricedCall = {
  provider: 'anthropic',
  model: findModel('claude-sonnet-4-6') ?? null,
  upstreamModel: null,
  region: null,
  subscription: false,
  at: new Date('2026-12-01'),
}

function billed(usage: object, call: PricedCall | null = CALL) {
  const merged = emptyUsage()
  mergeMessagesUsage(merged, usage)
  return billedUsage(merged, call)
}

const MESSAGE = { type: 'message', input_tokens: 100, output_tokens: 10 }
const COMPACTION = {
  type: 'compaction',
  input_tokens: 18_000,
  output_tokens: 350,
  cache_read_input_tokens: 1000,
}

test('a compaction is billed beside the message that the top level counts', () => {
  const { totals, costPicoUsd, iterations } = billed({
    input_tokens: 100,
    output_tokens: 10,
    iterations: [COMPACTION, MESSAGE],
  })
  expect(costPicoUsd).toBe(60_000 * 1_000_000)
  expect(totals).toMatchObject({ inputTokens: 18_100, outputTokens: 360, cacheReadTokens: 1000 })
  expect(iterations?.map((entry) => [entry.type, entry.costPicoUsd])).toEqual([
    ['compaction', 59_550_000_000],
    ['message', 450_000_000],
  ])
})

test('an advisor is priced by its own model', () => {
  const advisor = { type: 'advisor_message', model: 'claude-opus-4-6', input_tokens: 1000, output_tokens: 0 }
  expect(billed({ ...MESSAGE, iterations: [advisor, MESSAGE] }).costPicoUsd).toBe(5_000_000_000 + 450_000_000)
})

test('a model without a price makes the call unpriced, and its tokens still count', () => {
  const advisor = { type: 'advisor_message', model: 'somebody-else', input_tokens: 7 }
  const { costPicoUsd, totals } = billed({ ...MESSAGE, iterations: [advisor, MESSAGE] })
  expect(costPicoUsd).toBeNull()
  expect(totals.inputTokens).toBe(107)
})

test('a model that declined is not billed', () => {
  const served = { type: 'fallback_message', model: 'claude-opus-4-6', input_tokens: 10, output_tokens: 1 }
  const { totals, costPicoUsd } = billed({ ...MESSAGE, iterations: [MESSAGE, served] })
  expect(totals).toMatchObject({ inputTokens: 10, outputTokens: 1 })
  expect(costPicoUsd).toBe(50_000_000 + 25_000_000)
})

test('searches are billed once', () => {
  const server_tool_use = { web_search_requests: 2 }
  expect(billed({ ...MESSAGE, server_tool_use, iterations: [MESSAGE] }).costPicoUsd).toBe(
    450_000_000 + 20_000_000_000,
  )
})

test('one inference is the top level itself', () => {
  expect(billed(MESSAGE)).toMatchObject({ costPicoUsd: 450_000_000, iterations: null })
  expect(billed(MESSAGE, null).costPicoUsd).toBeNull()
})

test('a total of cache writes beside a split of zeros counts', () => {
  const split = { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 }
  const { totals } = billed({ ...MESSAGE, cache_creation_input_tokens: 1000, cache_creation: split })
  expect(totals).toMatchObject({ cacheWrite5mTokens: 1000, cacheWrite1hTokens: 0 })
})
