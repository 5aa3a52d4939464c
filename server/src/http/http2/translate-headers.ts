// The head of an HTTP/2 request in HTTP/1.1's terms, and the head of its answer back again.

/** Name, value, name, value, ... */
type HeaderList = readonly string[]

export interface RequestHead {
  readonly method: string
  readonly path: string
  readonly headers: string[]
}

/** They speak of one connection, not of the message (RFC 9110, 7.6.1; RFC 9113, 8.2.2). */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

const METHODS_WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE'])

/** @returns null for what HTTP/1.1 cannot say to a server, which is CONNECT. */
export function requestHead(received: HeaderList, isWhole: boolean): RequestHead | null {
  const pseudo = new Map<string, string>()
  const fields: [name: string, value: string][] = []
  for (const [name, value] of pairs(received)) {
    if (name.startsWith(':')) pseudo.set(name, value)
    else if (!HOP_BY_HOP.has(name)) fields.push([name, value])
  }
  const method = pseudo.get(':method')
  const path = pseudo.get(':path')
  if (method === undefined || path === undefined || method === 'CONNECT') return null
  const authority = pseudo.get(':authority')
  const headers = [
    ...(authority === undefined ? [] : ['host', authority]),
    ...fields.filter(([name]) => name !== 'cookie' && (name !== 'host' || authority === undefined)).flat(),
    ...cookieField(fields),
    ...bodyFraming(method, fields, isWhole),
    // Each request has a connection of its own.
    'connection',
    'close',
  ]
  return { method, path, headers }
}

/** HTTP/2 may cut the one cookie field into crumbs (RFC 9113, 8.2.3). */
function cookieField(fields: readonly [string, string][]): string[] {
  const crumbs = fields.filter(([name]) => name === 'cookie').map(([, value]) => value)
  return crumbs.length === 0 ? [] : ['cookie', crumbs.join('; ')]
}

/** A length the client gives has been checked against the body by HTTP/2 itself. */
function bodyFraming(method: string, fields: readonly [string, string][], isWhole: boolean): string[] {
  if (fields.some(([name]) => name === 'content-length')) return []
  if (!isWhole) return ['transfer-encoding', 'chunked']
  return METHODS_WITHOUT_BODY.has(method) ? [] : ['content-length', '0']
}

/** @returns with `:status`, ready to be sent */
export function answerHead(status: number, received: HeaderList): string[] {
  const named = connectionOptions(received)
  const head = [':status', String(status)]
  for (const [rawName, value] of pairs(received)) {
    const name = rawName.toLowerCase()
    if (!HOP_BY_HOP.has(name) && !named.has(name)) head.push(name, value)
  }
  return head
}

/** Further headers that the sender's `connection` declares to be hop-by-hop. */
function connectionOptions(received: HeaderList): ReadonlySet<string> {
  const options = new Set<string>()
  for (const [name, value] of pairs(received)) {
    if (name.toLowerCase() !== 'connection') continue
    for (const option of value.split(',')) options.add(option.trim().toLowerCase())
  }
  return options
}

function* pairs(list: HeaderList): Generator<[name: string, value: string]> {
  for (let i = 0; i + 1 < list.length; i += 2) yield [list[i]!, list[i + 1]!]
}
