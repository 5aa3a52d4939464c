// How long an upstream asks to be left alone.
import { headerValue, type RawHeaders } from './raw-headers.ts'

/** From `retry-after-ms`, or `retry-after` in seconds or as an HTTP date; null when neither can be read. */
export function retryAfterMs(headers: RawHeaders, now: Date): number | null {
  const ms = numberOf(headerValue(headers, 'retry-after-ms'))
  if (ms !== null) return ms
  const value = headerValue(headers, 'retry-after')
  const seconds = numberOf(value)
  if (seconds !== null) return seconds * 1000
  const date = value === undefined ? NaN : Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime())
}

function numberOf(value: string | undefined): number | null {
  return value !== undefined && /^\d{1,9}(?:\.\d+)?$/.test(value.trim()) ? Number(value) : null
}
