// Counts for tables: `812`, `12.4 k`, `3.41 M`.

const STEPS = [
  { from: 999_500_000, unit: 1e9, suffix: ' G', decimals: 2 },
  { from: 999_950, unit: 1e6, suffix: ' M', decimals: 2 },
  { from: 1000, unit: 1e3, suffix: ' k', decimals: 1 },
] as const

export function formatCount(count: number): string {
  const step = STEPS.find(({ from }) => count >= from)
  return step ? `${(count / step.unit).toFixed(step.decimals)}${step.suffix}` : String(count)
}

/** Every digit, in groups. */
export function formatExactCount(count: number): string {
  return count.toLocaleString('en-US')
}

/** `1 key`, `2 keys`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatExactCount(count)} ${count === 1 ? one : many}`
}

/** Change against an earlier count: `+12 %`; null when there is nothing to compare with. */
export function formatChange(now: number, before: number): string | null {
  if (before === 0) return null
  const percent = Math.round(((now - before) / before) * 100)
  return `${percent > 0 ? '+' : percent < 0 ? '-' : ''}${formatExactCount(Math.abs(percent))} %`
}
