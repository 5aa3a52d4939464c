import type pg from 'pg'
import { expect, test } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'

/** Back to what a database looked like that took the multi-provider step in its first form. */
const FIRST_FORM = `
  delete from mikro_orm_migrations where name = 'Migration20261122000002_upgrade';
  drop table model_overrides, learned_refusals;
  alter table requests drop column path;
  alter table projects drop column workspace_access, drop column pass_through;
  alter table credentials
    drop column aws_method, drop column aws_access_key_id, drop column aws_secret_access_key,
    drop column aws_session_token, drop column aws_role_arn, drop column aws_external_id;
  alter table credentials
    add constraint credentials_anthropic_check check (provider <> 'anthropic' or aws_api_key is null),
    add constraint credentials_bedrock_check check (provider <> 'bedrock' or aws_api_key is not null),
    add constraint credentials_secrets_check check (anthropic_api_key <> '' and aws_api_key <> '');
  insert into credentials (account_id, account_name, provider, aws_api_key, aws_region)
    values ('acc_b', 'B', 'bedrock', 'hgv1.k1.b', 'us-east-1')`

async function schemaOf(sql: pg.Client): Promise<string[]> {
  const { rows } = await sql.query<{ line: string }>(`
    select format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) as line
      from information_schema.columns where table_schema in ('public', 'auth')
    union all
    select format('%s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = 'public'::regnamespace and contype <> 't'
    union all
    select format('%s %s', tgrelid::regclass, tgname) from pg_trigger where not tgisinternal
    order by 1`)
  return rows.map(({ line }) => line)
}

test('a database of the first form ends up as a new one, and the whole way back and up still works', async () => {
  const fresh = await migratedDatabase()
  const { orm, sql } = await migratedDatabase()
  await sql.query(FIRST_FORM)
  expect((await orm.migrator.up()).map(({ name }) => name)).toEqual(['Migration20261122000002_upgrade'])
  expect(await schemaOf(sql)).toEqual(await schemaOf(fresh.sql))
  const bedrock = `select account_id, aws_method, aws_api_key from credentials`
  const row = { account_id: 'acc_b', aws_method: 'api_key', aws_api_key: 'hgv1.k1.b' }
  expect((await sql.query(bedrock)).rows).toEqual([row])

  await orm.migrator.down()
  await orm.migrator.down()
  await orm.migrator.up()
  expect(await schemaOf(sql)).toEqual(await schemaOf(fresh.sql))
  expect((await sql.query(bedrock)).rows).toEqual([row])
})

test('rows that were parked by the first form come back', async () => {
  const { orm, sql } = await migratedDatabase()
  await sql.query(`insert into credentials (account_id, account_name, provider, aws_method, aws_api_key, aws_region)
    values ('acc_b', 'B', 'bedrock', 'api_key', 'hgv1.k1.b', 'us-east-1')`)
  await orm.migrator.down()
  await sql.query(`
    drop table parked_model_overrides;
    alter table parked_credentials
      drop column aws_method, drop column aws_access_key_id, drop column aws_secret_access_key,
      drop column aws_session_token, drop column aws_role_arn, drop column aws_external_id`)
  await orm.migrator.up()
  expect((await sql.query('select account_id, aws_method from credentials')).rows).toEqual([
    { account_id: 'acc_b', aws_method: 'api_key' },
  ])
})
