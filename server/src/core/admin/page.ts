// Keyset paging: a page ends with the key of its last row, which the next page starts after.
import { inputTimeSchema } from '@headgate/shared/primitives'
import { DomainError } from './domain-error.ts'

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

/** The place of a row in a list that is ordered by time, then id. */
export interface TimePlace {
  readonly at: Date
  readonly id: string
}

export function timeCursor({ at, id }: TimePlace): string {
  return `${at.toISOString()} ${id}`
}

/** @param rows newest first, up to `limit + 1` */
export function pageByTime<Row extends { readonly createdAt: Date; readonly id: string }, View>(
  rows: readonly Row[],
  { limit }: PageRequest,
  viewOf: (row: Row) => View,
): Page<View> {
  const { items, nextCursor } = pageOf(rows, limit, ({ createdAt, id }) => timeCursor({ at: createdAt, id }))
  return { items: items.map(viewOf), nextCursor }
}

/** @throws DomainError for anything that `timeCursor` has not made of an id of this form. */
export function readTimeCursor(cursor: string, idForm: RegExp): TimePlace {
  const [, time = '', id = ''] = /^(\S+) (\S+)$/.exec(cursor) ?? []
  if (!inputTimeSchema.safeParse(time).success || !idForm.test(id))
    throw new DomainError('invalid', 'cursor: is not one of a page')
  return { at: new Date(time), id }
}
