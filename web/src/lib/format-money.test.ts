import { describe, expect, it } from 'vitest'
import { formatMicroUsd, formatPicoUsd } from './format-money.ts'

describe('money', () => {
  it.each([
    [0, '$0'],
    [10_000, '$0.000000010'],
    [12_000_000, '$0.000012'],
    [3_400_000_000, '$0.0034'],
    [9_960_000_000, '$0.0100'],
    [34_120_000_000, '$0.0341'],
    [999_900_000_000, '$0.9999'],
    [1_000_000_000_000, '$1.00'],
    [1_234_567_800_000_000, '$1,234.57'],
    [1, '$0.000000000001'],
  ])('shows %d pico-dollars as %s', (pico, text) => {
    expect(formatPicoUsd(pico).text).toBe(text)
  })

  it('keeps every digit in the exact form', () => {
    expect(formatPicoUsd(1).exact).toBe('$0.000000000001')
    expect(formatPicoUsd(1_234_567_800_000_000).exact).toBe('$1,234.5678')
    expect(formatMicroUsd(1_500_000).exact).toBe('$1.50')
  })

  it('reads micro-dollars', () => {
    expect(formatMicroUsd(12).text).toBe('$0.000012')
    expect(formatMicroUsd(48_210_000).text).toBe('$48.21')
  })

  it('says so when no price is known', () => {
    expect(formatPicoUsd(null).text).toBe('unknown')
    expect(formatMicroUsd(null).text).toBe('unknown')
  })
})
