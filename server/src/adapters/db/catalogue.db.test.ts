// Tables that no entity describes are compared with a committed description. After a migration: `UPDATE_CATALOGUE=1 pnpm test:db`.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'

const FILE = join(import.meta.dirname, 'catalogue.txt')

const TABLES = `c.relnamespace in ('public'::regnamespace, 'auth'::regnamespace)
  and c.relname not in ('credentials', 'projects', 'project_credentials', 'project_keys', 'credential_health', 'audit_events')
  and c.relname not like 'mikro_orm%' and c.relname !~ '^requests_[0-9]'`

const CATALOGUE = `
  select format('%s.%s %s%s%s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end, ' default ' || pg_get_expr(d.adbin, d.adrelid)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p') and ${TABLES}
  union all
  select format('%s %s: %s', c.oid::regclass, k.conname, pg_get_constraintdef(k.oid))
    from pg_constraint k join pg_class c on c.oid = k.conrelid where k.contype not in ('t', 'n') and ${TABLES}
  union all
  select format('%s: %s', c.oid::regclass, pg_get_indexdef(i.indexrelid))
    from pg_index i join pg_class c on c.oid = i.indrelid where ${TABLES}
  union all
  select format('%s trigger %s', c.oid::regclass, t.tgname)
    from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and ${TABLES}
  order by 1`

test('the migrations make what the catalogue says', async () => {
  const { sql } = await migratedDatabase()
  const { rows } = await sql.query<{ line: string }>(CATALOGUE)
  const text = `${rows.map(({ line }) => line).join('\n')}\n`
  if (process.env.UPDATE_CATALOGUE === '1') writeFileSync(FILE, text)
  expect(text).toBe(readFileSync(FILE, 'utf8'))
})
