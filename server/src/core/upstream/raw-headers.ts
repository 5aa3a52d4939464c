// Header lists as they stand on the wire.

/** Names and values in turn: name, value, name, value. */
export type RawHeaders = readonly string[]

/** RFC 9110 7.6.1, and the older names that proxies still treat so. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** First value of a header, compared without case; undefined when missing. */
export function headerValue(headers: RawHeaders, name: string): string | undefined {
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.length === name.length && headers[i]!.toLowerCase() === name) return headers[i + 1]
  }
  return undefined
}

/** All values of a list header, split at commas and trimmed. */
export function headerList(headers: RawHeaders, name: string): string[] {
  const values: string[] = []
  for (let i = 0; i < headers.length; i += 2) {
    if (headers[i]!.length === name.length && headers[i]!.toLowerCase() === name) {
      values.push(...headers[i + 1]!.split(','))
    }
  }
  return values.map((value) => value.trim()).filter((value) => value !== '')
}

/** Keeps the headers that `keep` names in lower case; spelling, order and repetition stay. */
export function filterHeaders(headers: RawHeaders, keep: (name: string) => boolean): string[] {
  const kept: string[] = []
  for (let i = 0; i < headers.length; i += 2) {
    if (keep(headers[i]!.toLowerCase())) kept.push(headers[i]!, headers[i + 1]!)
  }
  return kept
}

/** Tells which headers belong to one connection only, those that `Connection` names included. */
export function hopByHopNames(headers: RawHeaders): (name: string) => boolean {
  const listed = headerList(headers, 'connection').map((name) => name.toLowerCase())
  if (listed.length === 0) return (name) => HOP_BY_HOP.has(name)
  const named = new Set(listed)
  return (name) => HOP_BY_HOP.has(name) || named.has(name)
}

/** What of an upstream's headers a client may see: all but hop-by-hop headers and cookies. */
export function clientVisibleHeaders(headers: RawHeaders): string[] {
  const isHopByHop = hopByHopNames(headers)
  return filterHeaders(
    headers,
    (name) => name !== 'set-cookie' && name !== 'set-cookie2' && !isHopByHop(name),
  )
}
