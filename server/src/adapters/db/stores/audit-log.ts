// The audit trail in PostgreSQL.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { AuditLog } from '../../../core/audit/audit-log.ts'
import { AuditEventRow } from '../entities/audit-event-row.ts'
import { storableJson } from '../storable.ts'

export function makeAuditLog(em: EntityManager, newId: () => string, now: () => Date): AuditLog {
  return {
    async append({ actor, action, target, before, after }) {
      await em.insert(AuditEventRow, {
        id: newId(),
        at: now(),
        actorKind: actor.kind,
        actorId: actor.id,
        actorName: actor.name,
        address: actor.address,
        action,
        targetKind: target.kind,
        targetId: target.id,
        before: storableJson(before),
        after: storableJson(after),
      })
    },
  }
}
