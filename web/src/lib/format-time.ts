// Durations and moments in words: `412 ms`, `3.2 s`, `2 h 10 m`, `5 min ago`.

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something took. */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`
  if (ms < 59.95 * SECOND) return `${(ms / SECOND).toFixed(1)} s`
  return formatSpan(ms)
}

/** Time left or gone by, in its two largest units. */
export function formatSpan(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / SECOND))
  if (seconds < 60) return `${seconds} s`
  const minutes = Math.round(ms / MINUTE)
  if (minutes < 60) return minutes < 10 && ms < 10 * MINUTE ? withRest(seconds, 60, 'm', 's') : `${minutes} m`
  if (minutes < 48 * 60) return withRest(minutes, 60, 'h', 'm')
  return withRest(Math.round(ms / HOUR), 24, 'd', 'h')
}

function withRest(amount: number, base: number, large: string, small: string): string {
  const rest = amount % base
  const whole = `${Math.floor(amount / base)} ${large}`
  return rest === 0 ? whole : `${whole} ${rest} ${small}`
}

/** How long ago, or how long until. */
export function formatRelative(time: string, now: number): string {
  const ms = Date.parse(time) - now
  const distance = Math.abs(ms)
  // Clocks differ a little, and the one on screen moves in steps.
  if (distance < 10 * SECOND) return 'just now'
  return ms > 0 ? `in ${coarse(distance, Math.round)}` : `${coarse(distance, Math.floor)} ago`
}

function coarse(ms: number, whole: (amount: number) => number): string {
  if (ms < MINUTE) return `${whole(ms / SECOND)} s`
  if (ms < HOUR) return `${whole(ms / MINUTE)} min`
  if (ms < 2 * DAY) return `${whole(ms / HOUR)} h`
  return `${whole(ms / DAY)} d`
}

const EXACT = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
})

/** To the second, in the reader's time zone. */
export function formatExactTime(time: string): string {
  return EXACT.format(new Date(time))
}

/** What `<input type="datetime-local">` takes: the reader's own clock, to the minute. */
export function toLocalInput(date: Date): string {
  const local = new Date(date.getTime() - date.getTimezoneOffset() * MINUTE)
  return local.toISOString().slice(0, 16)
}

/** @returns null when the field is empty or holds no time. */
export function fromLocalInput(text: string): string | null {
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
