// What a request for models asks for: one of them, or a page.
import type { ModelPageRequest } from '../../../core/models/page-of-models.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { pathOf } from '../../request-path.ts'

export type RequestedModels =
  { readonly kind: 'one'; readonly id: string } | { readonly kind: 'page'; readonly page: ModelPageRequest }

const DEFAULT_LIMIT = 20
const MAX_LIMIT = 1000

/** @throws GatewayError 400 for a limit that is none. */
export function requestedModels(url: string): RequestedModels {
  const id = decodeURIComponent(pathOf(url).slice('/v1/models'.length)).replaceAll(/^\/|\/$/g, '')
  if (id !== '') return { kind: 'one', id }
  const query = new URLSearchParams(url.slice(pathOf(url).length))
  const limit = query.get('limit') ?? String(DEFAULT_LIMIT)
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT) {
    throw new GatewayError(
      'invalid_request_error',
      `limit: Input should be an integer from 1 to ${MAX_LIMIT}`,
    )
  }
  return {
    kind: 'page',
    page: { limit: Number(limit), afterId: query.get('after_id'), beforeId: query.get('before_id') },
  }
}
