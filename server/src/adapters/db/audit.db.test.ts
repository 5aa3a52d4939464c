// The trail in the database: what cannot be done to it, and how it is read.
import { describe, expect, test } from 'vitest'
import { auditEventViewSchema, type AuditEventView, type AuditFilters } from '@headgate/shared/audit'
import { migratedDatabase } from '../../../test/database.ts'
import { SYSTEM_ACTOR, type Actor } from '../../core/admin/actor.ts'
import { strangerAt, type AuditEvent } from '../../core/audit/audit-log.ts'
import { makeExportAudit } from '../../core/audit/export-audit.ts'
import { makeAuditReader } from './audit-reader.ts'

const ADA: Actor = {
  kind: 'user',
  id: 'user-ada',
  name: 'Ada',
  email: 'ada@example.com',
  role: 'owner',
  address: '192.0.2.7',
}
const SCRIPT: Actor = { ...ADA, kind: 'api_token', id: 'token-ci', name: 'ci', email: null, role: 'admin' }
const VIEWER: Actor = { ...ADA, id: 'user-vic', name: 'Vic', role: 'viewer' }

function event(more: Partial<AuditEvent> = {}): AuditEvent {
  const target = { kind: 'project', id: 'p1' } as const
  return { actor: ADA, action: 'project.create', target, before: null, after: { slug: 'one' }, ...more }
}

async function world() {
  const { orm, sql, transact } = await migratedDatabase()
  const reader = makeAuditReader(orm)
  return {
    sql,
    orm,
    reader,
    append: (more?: Partial<AuditEvent>) => transact(({ audit }) => audit.append(event(more))),
    find: async (filters: AuditFilters) =>
      (await reader.list({ ...filters, limit: 50 })).items.map(({ action }) => action),
    exportAudit: makeExportAudit({ transact, auditReader: reader }),
  }
}

describe('append-only', () => {
  test('rows are neither changed nor taken away, not even none of them', async () => {
    const { sql, append, find } = await world()
    await append()
    for (const statement of [
      `update audit_events set actor_name = 'somebody else'`,
      'update audit_events set after = null where false',
      'delete from audit_events',
      'delete from audit_events where false',
      'truncate audit_events',
      'truncate projects, audit_events cascade',
      `insert into audit_events select * from audit_events on conflict (id) do update set actor_name = 'x'`,
      `set session_replication_role = replica; delete from audit_events`,
    ])
      await expect(sql.query(statement), statement).rejects.toThrow('append-only')
    await sql.query('set session_replication_role = origin')
    expect(await find({})).toEqual(['project.create'])
  })

  test('what PostgreSQL cannot hold is left out of the words, and the row is there', async () => {
    const { sql, append } = await world()
    await append({ after: { at: new Date(0), error: 'a\u0000b\ud83d', list: ['\u0000'] } })
    const { rows } = await sql.query('select before, after from audit_events')
    expect(rows).toEqual([
      { before: null, after: { at: '1970-01-01T00:00:00.000Z', error: 'ab\ufffd', list: [''] } },
    ])
  })

  test('the step back parks the log, forth has it back append-only, and no row is lost', async () => {
    const { sql, orm, append, find } = await world()
    await append({ actor: strangerAt(null), action: 'admin_token.denied' })
    await append({ actor: SCRIPT, action: 'key.create' })
    const migrations = { migrations: ['Migration20261122000003_gateway'] }
    await orm.migrator.down(migrations)
    await sql.query(`update parked.audit_events set actor_name = 'changed' where action = 'key.create'`)
    await orm.migrator.up(migrations)
    await expect(sql.query('delete from audit_events')).rejects.toThrow('append-only')
    await append()
    expect(await find({})).toEqual(['project.create', 'key.create', 'admin_token.denied'])
    expect(await find({ actor: 'changed' })).toHaveLength(1)
  })
})

describe('reading', () => {
  test('newest first, in pages that miss and repeat nothing, also at one instant', async () => {
    const { sql, reader } = await world()
    await sql.query(`
      insert into audit_events (id, at, actor_kind, actor_name, action, target_kind, target_id)
        select gen_random_uuid(), timestamptz '2026-01-01' + (n / 10) * interval '1 ms', 'system', 'system', 'a.b', 'key', n::text
        from generate_series(0, 104) n`)
    const seen: AuditEventView[] = []
    let cursor: string | undefined
    do {
      const page = await reader.list({ limit: 7, cursor })
      seen.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(new Set(seen.map(({ target }) => target.id)).size).toBe(105)
    expect(seen).toHaveLength(105)
    const times = seen.map(({ time }) => time)
    expect(times).toEqual(times.toSorted().toReversed())
    await expect(reader.list({ limit: 1, cursor: 'made up' })).rejects.toMatchObject({ kind: 'invalid' })
  })

  test('each filter finds what it names and nothing else', async () => {
    const { append, find, reader } = await world()
    await append()
    await append({ action: 'project.update', before: { name: 'Ünder_score 100%' } })
    await append({
      action: 'key.revoke',
      actor: SYSTEM_ACTOR,
      target: { kind: 'key', id: 'k1' },
      after: null,
    })
    await append({
      action: 'admin_token.denied',
      actor: strangerAt('198.51.100.9'),
      target: { kind: 'admin_token', id: 'server' },
    })
    await append({ action: 'key.create', actor: SCRIPT })
    expect(await find({ actor: 'api_token' })).toEqual(['key.create'])
    expect(await find({ actor: 'Ada' })).toEqual(['project.update', 'project.create'])
    expect(await find({ actor: 'user-ada' })).toHaveLength(2)
    expect(await find({ actor: 'stranger' })).toEqual(['admin_token.denied'])
    expect(await find({ action: 'project' })).toHaveLength(2)
    expect(await find({ action: 'project.update' })).toEqual(['project.update'])
    expect(await find({ action: 'proj' })).toEqual([])
    expect(await find({ targetKind: 'key' })).toEqual(['key.revoke'])
    expect(await find({ targetKind: 'key', targetId: 'p1' })).toEqual([])
    expect(await find({ text: 'ünder_SCORE 100%' })).toEqual(['project.update'])
    expect(await find({ text: 'under%score' })).toEqual([])
    expect(await find({ text: '198.51.100.9' })).toEqual(['admin_token.denied'])
    expect(await find({ from: '2000-01-01T00:00:00+02:00', to: '2001-01-01T00:00:00Z' })).toEqual([])
    expect(await find({ from: '2000-01-01T00:00:00Z' })).toHaveLength(5)
    for (const view of (await reader.list({ limit: 50 })).items) auditEventViewSchema.parse(view)
  })

  test('whoever did something, the event can be shown', async () => {
    const { reader, append } = await world()
    const kinds = ['user', 'admin_token', 'api_token', 'system'] as const
    for (const kind of kinds) await append({ actor: { ...ADA, kind } })
    await append({ actor: strangerAt('192.0.2.9') })
    const { items } = await reader.list({ limit: 50 })
    expect(items.map((view) => auditEventViewSchema.parse(view).actor.kind).toReversed()).toEqual([
      ...kinds,
      'stranger',
    ])
  })

  test('an export hands everything out in batches, itself first, and not to viewers', async () => {
    const { sql, append, exportAudit, find } = await world()
    await append()
    await sql.query(`
      insert into audit_events (id, at, actor_kind, actor_name, action, target_kind, target_id)
        select gen_random_uuid(), timestamptz '2026-01-01' + n * interval '1 s', 'system', 'system', 'a.b', 'key', n::text
        from generate_series(1, 1000) n`)
    const sizes: number[] = []
    const actions: string[] = []
    for await (const batch of await exportAudit(ADA, {})) {
      sizes.push(batch.length)
      actions.push(...batch.map(({ action }) => action))
    }
    expect(Math.max(...sizes)).toBe(200)
    expect([actions.length, actions[0], actions[1]]).toEqual([1002, 'audit.export', 'project.create'])
    await expect(exportAudit(VIEWER, {})).rejects.toMatchObject({ kind: 'forbidden' })
    expect(await find({ action: 'audit.export' })).toHaveLength(1)
  })
})
