// What a request for models asks for: one of them, or a page.
import { GatewayError } from '../wire/anthropic-error.ts'
import type { ModelPageRequest } from './page-of-models.ts'

export type RequestedModels =
  { readonly kind: 'one'; readonly id: string } | { readonly kind: 'page'; readonly page: ModelPageRequest }

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 1000
const LIFECYCLES: readonly string[] = ['active', 'deprecated', 'retired']

/**
 * @param url path and query, the path known to be encoded as it should be
 * @throws GatewayError 400 for a limit that is none, or a lifecycle that is not known
 */
export function requestedModels(url: string): RequestedModels {
  const path = url.split('?', 1)[0]!
  const id = decodeURIComponent(path.slice('/v1/models'.length)).replaceAll(/^\/|\/$/g, '')
  if (id !== '') return { kind: 'one', id }
  const query = new URLSearchParams(url.slice(path.length))
  const limit = query.get('limit') ?? String(DEFAULT_LIMIT)
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT) {
    throw new GatewayError(
      'invalid_request_error',
      `limit: Input should be an integer from 1 to ${MAX_LIMIT}`,
    )
  }
  const page = { limit: Number(limit), afterId: query.get('after_id'), beforeId: query.get('before_id') }
  return { kind: 'page', page: { ...page, lifecycles: requestedLifecycles(query) } }
}

/** Null for all of them. */
function requestedLifecycles(query: URLSearchParams): readonly string[] | null {
  const asked = query.getAll('lifecycle').flatMap((value) => value.split(','))
  const unknown = asked.find((value) => !LIFECYCLES.includes(value))
  if (unknown !== undefined) {
    const options = LIFECYCLES.map((name) => `'${name}'`).join(', ')
    throw new GatewayError('invalid_request_error', `lifecycle: Input should be one of ${options}`)
  }
  return asked.length > 0 ? asked : null
}
