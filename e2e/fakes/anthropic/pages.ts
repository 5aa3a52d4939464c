// Lists in pages, as the Claude API cuts them: by the ids before and after.
import { Rejection } from './rejection.ts'

export function pageOf<Item extends { readonly id: string }>(items: readonly Item[], query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? 20)
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= 1000)) {
    throw new Rejection(400, 'limit: Input should be between 1 and 1000')
  }
  const afterId = query.get('after_id')
  const beforeId = query.get('before_id')
  if (afterId !== null && beforeId !== null) {
    throw new Rejection(400, 'Only one of before_id and after_id may be given')
  }
  const end = beforeId === null ? items.length : indexOf(items, beforeId, 'before_id')
  const start = afterId === null ? 0 : indexOf(items, afterId, 'after_id') + 1
  const data =
    beforeId === null ? items.slice(start, start + limit) : items.slice(Math.max(0, end - limit), end)
  const has_more = beforeId === null ? start + limit < items.length : end > limit
  return { data, has_more, first_id: data.at(0)?.id ?? null, last_id: data.at(-1)?.id ?? null }
}

function indexOf(items: readonly { readonly id: string }[], id: string, parameter: string): number {
  const index = items.findIndex((item) => item.id === id)
  if (index < 0) throw new Rejection(400, `${parameter}: ${id} is not known`)
  return index
}
