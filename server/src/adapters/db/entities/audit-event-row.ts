// Table `audit_events`: who changed what.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import type { AuditActor } from '../../../core/audit/audit-log.ts'

export const AuditEventRow = defineEntity({
  name: 'AuditEventRow',
  tableName: 'audit_events',
  checks: [
    {
      name: 'audit_events_actor_kind_check',
      expression: `actor_kind in ('user', 'admin_token', 'api_token', 'system', 'stranger')`,
    },
  ],
  indexes: [{ name: 'audit_events_target_id_at_index', properties: ['targetId', 'at'] }],
  properties: {
    id: p.uuid().primary(),
    at: p.datetime().defaultRaw('now()').index('audit_events_at_index'),
    actorKind: p.text().$type<AuditActor['kind']>(),
    actorId: p.string().length(255).nullable(),
    actorName: p.string().length(255),
    address: p.string().length(64).nullable(),
    action: p.string().length(64),
    targetKind: p.string().length(64),
    targetId: p.string().length(255),
    before: p.json<object>().nullable(),
    after: p.json<object>().nullable(),
  },
})
export type AuditEventRow = InferEntity<typeof AuditEventRow>
