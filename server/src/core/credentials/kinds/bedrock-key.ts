// The kinds of Bedrock API keys. Short-term ones carry a presigned URL, from which region and expiry can be read.

export interface BedrockKeyFacts {
  readonly region: string
  readonly expiresAt: Date
}

const SHORT_TERM = 'bedrock-api-key-'
const LONG_TERM = 'ABSK'

export type BedrockKeyKind = 'short_term' | 'long_term'

/** A preview begins like its key. Null when neither prefix is there. */
export function bedrockKeyKind(keyOrPreview: string | null): BedrockKeyKind | null {
  if (keyOrPreview?.startsWith(SHORT_TERM)) return 'short_term'
  return keyOrPreview?.startsWith(LONG_TERM) ? 'long_term' : null
}

/** @returns null for long-term keys and for anything that cannot be read. */
export function readShortTermKey(key: string): BedrockKeyFacts | null {
  if (!key.startsWith(SHORT_TERM)) return null
  const url = decodeBase64(key.slice(SHORT_TERM.length))
  const query = new URLSearchParams(url.slice(url.indexOf('?') + 1))
  const issued = parseAmzDate(query.get('X-Amz-Date') ?? '')
  const seconds = Number(query.get('X-Amz-Expires'))
  // Scope: access key / day / region / service / aws4_request.
  const region = query.get('X-Amz-Credential')?.split('/')[2]
  if (issued === null || !Number.isInteger(seconds) || seconds <= 0 || !region) return null
  return { region, expiresAt: new Date(issued.getTime() + seconds * 1000) }
}

function decodeBase64(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}

/** `20261122T120000Z` */
function parseAmzDate(text: string): Date | null {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text)
  if (!match) return null
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second))
}
