// How stores read: always what the database says now, and locked where a change will follow.
import { LockMode } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { readTimeCursor } from '../../../core/admin/page.ts'

/** Rows are plain data here: nothing is tracked and nothing is answered from memory. */
export const FRESH = { disableIdentityMap: true } as const

/** Inside a transaction the row stays as read until the end of it. */
export function lockedIn(em: EntityManager) {
  return em.isInTransaction() ? ({ ...FRESH, lockMode: LockMode.PESSIMISTIC_WRITE } as const) : FRESH
}

/** The form of our ids, in cursors. */
export const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** What is older than the place of a cursor, as a condition and its values; everything without one. */
export function olderThan(
  cursor: string | undefined,
  { at, id }: { readonly at: string; readonly id: string } = { at: 'created_at', id: 'id' },
): readonly [condition: string, values: readonly unknown[]] {
  if (cursor === undefined) return ['true', []]
  const place = readTimeCursor(cursor, UUID)
  return [`(${at}, ${id}) < (?, ?)`, [place.at, place.id]]
}
