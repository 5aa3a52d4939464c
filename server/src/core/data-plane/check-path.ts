// Which paths never reach an upstream, however they are spelled.
import { GatewayError } from '../wire/anthropic-error.ts'
import { pathOf } from './request-path.ts'

/** The organisation's administration and the issuing of secrets. */
const FORBIDDEN = /^\/v1\/+(?:organizations|oauth)/
/** They are metered, and under their own spelling only. */
const METERED = /^\/v1\/messages(?:\/count_tokens)?$/
const MAX_DECODINGS = 5

/**
 * What another server may read in the path counts, not how it is spelled here.
 * @throws GatewayError 403 for what is never forwarded, 400 for what can be read in two ways.
 */
export function checkPath(method: string, url: string): void {
  const path = pathOf(url)
  const read = decodeWhole(path)
  const plain = read && resolveSegments(read)
  if (plain !== null && FORBIDDEN.test(plain)) {
    throw new GatewayError(
      'permission_error',
      'The administration of the upstream organization is not reachable through this gateway.',
    )
  }
  if (read === null || isAmbiguous(path, read)) {
    throw new GatewayError(
      'invalid_request_error',
      'The path can be read in more than one way: it must hold no empty or dot segments, backslashes, control characters or fragments.',
    )
  }
  // What looks like the start of a query may be read as one.
  const metered = resolveSegments(read.split(/[?#]/, 1)[0]!)
  if (method === 'POST' && METERED.test(metered)) {
    throw new GatewayError('not_found_error', `This path is served as ${metered} only.`)
  }
}

/** Null when it cannot be decoded, or not to an end. What is escaped twice is decoded as far as it goes. */
function decodeWhole(path: string): string | null {
  if (decoded(path) === null) return null
  let text = path
  for (let i = 0; i < MAX_DECODINGS; i++) {
    const next = text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => decoded(escapes) ?? escapes)
    if (next === text) return fold(text)
    text = next
  }
  return null
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** As the most lenient reader would: without what cannot be seen. */
function fold(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .toLowerCase()
}

function resolveSegments(path: string): string {
  const segments: string[] = []
  // Parameters behind a semicolon belong to a segment for some servers.
  for (const raw of path.split(/[/\\#?]+/)) {
    const segment = raw.replace(/;.*$/s, '').trim()
    if (segment === '..') segments.pop()
    else if (segment !== '.' && segment !== '') segments.push(segment)
  }
  return `/${segments.join('/')}`
}

function isAmbiguous(path: string, read: string): boolean {
  if (/[\p{Cc}\\]|\/\//u.test(read) || /\/\/|#/.test(path)) return true
  return read.split('/').some((segment) => /^\.{1,2}(?:;|$)/.test(segment.trim()))
}
