// Keyset paging: a page ends with the key of its last row, which the next page starts after.

export interface PageRequest {
  /** Opaque to callers; made by `pageOf`. */
  readonly cursor?: string | undefined
  readonly limit: number
}

export interface Page<T> {
  readonly items: T[]
  readonly nextCursor: string | null
}

/** @param rows up to `limit + 1` rows, in order */
export function pageOf<T>(rows: readonly T[], limit: number, keyOf: (row: T) => string): Page<T> {
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? keyOf(items.at(-1)!) : null }
}
