// The filters of the audit trail, as they stand in the address.
import type { AuditFilters } from '@headgate/shared/audit'
import { idSchema, timeSchema } from '@headgate/shared/primitives'
import { z } from 'zod'

const filterText = (max: number) => z.string().min(1).max(max).optional().catch(undefined)

/** What is not valid is left out, so that an old link still shows something. */
export const auditSearchSchema = z.object({
  text: filterText(200),
  actor: filterText(255),
  action: filterText(64),
  kind: filterText(64),
  target: filterText(255),
  from: timeSchema.optional().catch(undefined),
  to: timeSchema.optional().catch(undefined),
  /** Id of the event whose drawer is open. */
  event: idSchema.optional().catch(undefined),
})
export type AuditSearch = z.infer<typeof auditSearchSchema>
export type AuditSearchFilters = Omit<AuditSearch, 'event'>

export function filterInput({ kind, target, ...filters }: AuditSearchFilters): AuditFilters {
  return { ...filters, targetKind: kind, targetId: target }
}

export function hasFilters({ event: _event, ...filters }: AuditSearch): boolean {
  return Object.values(filters).some((value) => value !== undefined)
}

/** Where the same events are to be had as a file. */
export function exportAddress(filters: AuditSearchFilters): string {
  const given = Object.entries(filterInput(filters)).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return `/audit/export${given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`}`
}
