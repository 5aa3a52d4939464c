// The port to read the audit trail with.
import type { AuditEventView, ListAudit } from '@headgate/shared/audit'
import type { Page } from '../admin/page.ts'

export interface AuditReader {
  /** Newest first. @throws DomainError `invalid` for a cursor that no page gave out. */
  list(input: ListAudit): Promise<Page<AuditEventView>>
}
