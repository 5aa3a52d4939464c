// Dollars for people. A price that is not zero never looks like zero; an unknown price is not a number.

const MICRO_DIGITS = 6
const PICO_DIGITS = 12

export interface Money {
  /** Short, for tables: `$0.0034`. */
  readonly text: string
  /** Every digit, for a closer look. */
  readonly exact: string
}

export const formatPicoUsd = (pico: number | null): Money => money(pico, PICO_DIGITS)
export const formatMicroUsd = (micro: number | null): Money => money(micro, MICRO_DIGITS)

function money(units: number | null, digits: number): Money {
  if (units === null) return { text: 'unknown', exact: 'No price is known for this model' }
  return { text: shortUsd(units / 10 ** digits), exact: exactUsd(units, digits) }
}

function shortUsd(usd: number): string {
  if (usd === 0) return '$0'
  const decimals = usd >= 1 ? 2 : Math.max(4, 1 - Math.floor(Math.log10(usd)))
  return usd.toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: Math.min(decimals, PICO_DIGITS),
    maximumFractionDigits: Math.min(decimals, PICO_DIGITS),
  })
}

function exactUsd(units: number, digits: number): string {
  const padded = String(units).padStart(digits + 1, '0')
  const fraction = padded.slice(-digits).replace(/0+$/, '').padEnd(2, '0')
  return `$${BigInt(padded.slice(0, -digits)).toLocaleString('en-US')}.${fraction}`
}
