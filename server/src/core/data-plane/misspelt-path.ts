// Paths of clients whose base URL is set up wrong: which one they mean, and what to change.
import { GatewayError } from '../wire/anthropic-error.ts'
import { pathOf } from './request-path.ts'

const SERVED = /^\/v1\/(?:messages(?:\/count_tokens)?|models(?:\/[^/]+)?)$/

interface Mistake {
  readonly pattern: RegExp
  readonly replacement: string
  readonly advice: string
}

const MISTAKES: readonly Mistake[] = [
  { pattern: /^\/{2,}/, replacement: '/', advice: 'The base URL must not end in a slash.' },
  { pattern: /^\/anthropic(?=\/)/, replacement: '', advice: 'The base URL must not end in /anthropic.' },
  { pattern: /^(?:\/v1)+(?=\/v1\/)/, replacement: '', advice: 'The base URL must not end in /v1.' },
  { pattern: /^\/v1\/message(?=\/|$)/, replacement: '/v1/messages', advice: 'The path is in the plural.' },
  { pattern: /^\/v1\/model(?=\/|$)/, replacement: '/v1/models', advice: 'The path is in the plural.' },
  {
    pattern: /^\/(?=messages(?:\/count_tokens)?$)/,
    replacement: '/v1/',
    advice: 'The path begins with /v1.',
  },
]

/** @returns the error for a path that is nearly one that is served; null for any other. */
export function misspeltPath(url: string): GatewayError | null {
  const path = pathOf(url)
  let meant = path
  const advice: string[] = []
  for (const mistake of MISTAKES) {
    const next = meant.replace(mistake.pattern, mistake.replacement)
    if (next !== meant) advice.push(mistake.advice)
    meant = next
  }
  if (meant === path || !SERVED.test(meant)) return null
  return new GatewayError(
    'not_found_error',
    `${path.slice(0, 200)} does not exist; the path is ${meant}. ${advice.join(' ')}`,
  )
}
