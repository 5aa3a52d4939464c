// Reads the audit trail, newest first, in pages by key.
import type { MikroORM } from '@mikro-orm/postgresql'
import type { AuditEventView, ListAudit } from '@headgate/shared/audit'
import { pageOf, readTimeCursor, timeCursor } from '../../core/admin/page.ts'
import type { AuditActor } from '../../core/audit/audit-log.ts'
import type { AuditReader } from '../../core/audit/audit-reader.ts'
import { timestamp, whereGiven } from './given-conditions.ts'

export function makeAuditReader(orm: MikroORM): AuditReader {
  return {
    async list(input) {
      const { where, params } = conditions(input)
      const rows = await orm.em.fork().execute<ListedRow[]>(
        `select id, at, actor_kind, actor_id, actor_name, address, action, target_kind, target_id, before, after
         from audit_events ${where}
         order by at desc, id desc
         limit ?`,
        [...params, input.limit + 1],
      )
      return pageOf(rows.map(toView), input.limit, ({ time, id }) => timeCursor({ at: new Date(time), id }))
    },
  }
}

const UUID = /^[0-9a-f-]{36}$/i

/** Where a text is looked for. */
const SEARCHED = `concat_ws(' ', id, actor_name, actor_id, address, action, target_kind, target_id, before::text, after::text)`

interface ListedRow {
  id: string
  at: string | Date
  actor_kind: AuditActor['kind']
  actor_id: string | null
  actor_name: string
  address: string | null
  action: string
  target_kind: string
  target_id: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

function toView(row: ListedRow): AuditEventView {
  return {
    id: row.id,
    time: new Date(row.at).toISOString(),
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    address: row.address,
    action: row.action,
    target: { kind: row.target_kind, id: row.target_id },
    before: row.before,
    after: row.after,
  }
}

function conditions(input: ListAudit) {
  const after = input.cursor === undefined ? null : readTimeCursor(input.cursor, UUID)
  const { actor, action, targetKind, targetId, text } = input
  return whereGiven([
    ['? in (actor_id, actor_name, actor_kind)', actor],
    [`(action = ? or starts_with(action, ? || '.'))`, action, action],
    ['target_kind = ?', targetKind],
    ['target_id = ?', targetId],
    [`strpos(lower(${SEARCHED}), lower(?)) > 0`, text],
    ['at >= ?', timestamp(input.from)],
    ['at < ?', timestamp(input.to)],
    ['(at, id) < (?::timestamptz, ?::uuid)', after?.at.toISOString(), after?.id],
  ])
}
