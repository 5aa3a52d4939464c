// Hands out the whole audit trail, or what fits the filters, a batch at a time.
import type { AuditEventView, AuditFilters } from '@headgate/shared/audit'
import type { Actor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import type { AuditReader } from './audit-reader.ts'

export interface ExportAuditDeps {
  readonly transact: Transact
  readonly auditReader: AuditReader
}

/** What is held in memory at a time. */
const BATCH = 200

/**
 * Newest first. The export stands in the trail itself, as its first line. The first batch is read before this resolves, so
 * that a database that does not answer is an error and no empty export.
 * @throws DomainError `forbidden` for viewers.
 */
export function makeExportAudit({ transact, auditReader }: ExportAuditDeps) {
  return async function exportAudit(
    actor: Actor,
    filters: AuditFilters,
  ): Promise<AsyncIterable<readonly AuditEventView[]>> {
    if (actor.role === 'viewer') throw new DomainError('forbidden', `The role 'viewer' may not do this.`)
    await transact(({ audit }) =>
      audit.append({
        actor,
        action: 'audit.export',
        target: { kind: 'audit', id: 'events' },
        before: null,
        after: { filters },
      }),
    )
    const first = await auditReader.list({ ...filters, limit: BATCH })
    return batches(auditReader, filters, first)
  }
}

async function* batches(
  reader: AuditReader,
  filters: AuditFilters,
  first: Awaited<ReturnType<AuditReader['list']>>,
): AsyncGenerator<readonly AuditEventView[]> {
  let page = first
  yield page.items
  while (page.nextCursor !== null) {
    page = await reader.list({ ...filters, limit: BATCH, cursor: page.nextCursor })
    yield page.items
  }
}
