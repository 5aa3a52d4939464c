// The ranges of the overview, to the minute, so that asking twice within one is asking the same.

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export interface Range {
  readonly from: string
  readonly to: string
}

/** The last 24 hours, and the 24 hours before them. */
export function lastDays(now: number): { readonly current: Range; readonly previous: Range } {
  const end = Math.ceil((now + 1) / MINUTE_MS) * MINUTE_MS
  const range = (to: number): Range => ({
    from: new Date(to - DAY_MS).toISOString(),
    to: new Date(to).toISOString(),
  })
  return { current: range(end), previous: range(end - DAY_MS) }
}
