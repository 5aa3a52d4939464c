// Finds the moment of a request in its id: `req_`, then 48 bits of milliseconds.

const BEFORE_MS = 1000
const AFTER_MS = 5000
/** Beyond it years no longer have four digits. */
const LAST_MS = Date.UTC(9999, 11, 31)

/** A short time around the request, in which the log can be asked for it; null for ids of another make. */
export function requestWindow(requestId: string): { readonly from: string; readonly to: string } | null {
  const digits = /^req_([0-9a-f]{12})[0-9a-f]{20}$/.exec(requestId)?.[1]
  if (digits === undefined) return null
  const at = Number.parseInt(digits, 16)
  if (at < BEFORE_MS || at > LAST_MS) return null
  return { from: new Date(at - BEFORE_MS).toISOString(), to: new Date(at + AFTER_MS).toISOString() }
}
