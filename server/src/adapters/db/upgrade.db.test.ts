import type pg from 'pg'
import { describe, expect, test } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'

/** Back to what a database looked like that took the multi-provider step in its first form. */
const FIRST_FORM = `
  delete from mikro_orm_migrations where name in ('Migration20261122000002_upgrade', 'Migration20261122000002_workload_identity');
  drop table model_overrides, unsupported_parameters;
  alter table requests drop column path;
  alter table projects drop column workspace_access, drop column pass_through;
  alter table credentials
    drop column aws_method, drop column aws_access_key_id, drop column aws_secret_access_key,
    drop column aws_session_token, drop column aws_role_arn, drop column aws_external_id,
    drop column federation_rule_id, drop column federation_organization_id,
    drop column federation_service_account_id, drop column federation_workspace_id;
  alter table oauth_refresh_problems
    drop constraint oauth_refresh_problems_state_check, drop constraint oauth_refresh_problems_retry_check,
    add constraint oauth_refresh_problems_state_check check (state in ('retrying', 'sign_in_again')),
    add constraint oauth_refresh_problems_retry_check check ((state = 'retrying') = (retry_at is not null));
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
  expect((await orm.migrator.up()).map(({ name }) => name)).toEqual([
    'Migration20261122000002_upgrade',
    'Migration20261122000002_workload_identity',
  ])
  expect(await schemaOf(sql)).toEqual(await schemaOf(fresh.sql))
  const bedrock = `select account_id, aws_method, aws_api_key from credentials`
  const row = { account_id: 'acc_b', aws_method: 'api_key', aws_api_key: 'hgv1.k1.b' }
  expect((await sql.query(bedrock)).rows).toEqual([row])

  for (let i = 0; i < 3; i++) await orm.migrator.down()
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
      drop column aws_session_token, drop column aws_role_arn, drop column aws_external_id,
      drop column federation_rule_id, drop column federation_organization_id,
      drop column federation_service_account_id, drop column federation_workspace_id`)
  await orm.migrator.up()
  expect((await sql.query('select account_id, aws_method from credentials')).rows).toEqual([
    { account_id: 'acc_b', aws_method: 'api_key' },
  ])
})

/** Back to what a database looked like before there were federations. */
const WITHOUT_FEDERATIONS = 'Migration20261122000002_workload_identity'

const FEDERATED = `insert into credentials (account_id, account_name, provider, oauth_access_token, oauth_expires_at, oauth_scopes,
    federation_rule_id, federation_organization_id, federation_service_account_id, federation_workspace_id, endpoint_url)
  values ('acc_w', 'W', 'anthropic', 'hgv1.k1.w', '2027-01-01', '{workspace:inference}',
    'fdrl_1', '3b241101-e2bb-4255-8caf-4136c566a962', 'svac_1', 'default', 'https://proxy.example');
  insert into projects (project_id, name) values ('p', 'P');
  insert into project_credentials (project_id, credential_id, priority)
    select p.id, c.id, 4 from projects p, credentials c;
  insert into model_overrides (id, credential_id, model, base_model)
    select gen_random_uuid(), id, 'm', 'claude-sonnet-4-6' from credentials;
  insert into oauth_refresh_problems
    select id, 'federation_rejected', 'why', 1, now(), now() from credentials`

/** Everything about the one credential, its pool and its override. */
const WHOLE = `select c.*, p.project_id as slug, pc.priority, m.base_model from credentials c
  left join project_credentials pc on pc.credential_id = c.id left join projects p on p.id = pc.project_id
  left join model_overrides m on m.credential_id = c.id`

/** A database that took the multi-provider step first and the one of federations later. */
async function completedDatabase() {
  const database = await migratedDatabase()
  const { orm, sql } = database
  await sql.query(
    `update mikro_orm_migrations set id = id + 1000, executed_at = now() where name = '${WITHOUT_FEDERATIONS}'`,
  )
  await orm.migrator.down()
  expect((await orm.migrator.getPending()).map(({ name }) => name)).toEqual([WITHOUT_FEDERATIONS])
  return database
}

describe('federations', () => {
  test('a database that knew none ends up as a new one', async () => {
    const fresh = await migratedDatabase()
    const { orm, sql } = await completedDatabase()
    expect(await schemaOf(sql)).not.toEqual(await schemaOf(fresh.sql))
    await orm.migrator.up()
    expect(await schemaOf(sql)).toEqual(await schemaOf(fresh.sql))
  })

  test('wait aside while a version without them runs, with their pools and overrides', async () => {
    const { orm, sql } = await completedDatabase()
    await orm.migrator.up()
    await sql.query(FEDERATED)
    const { rows: before } = await sql.query(WHOLE)
    expect(before).toMatchObject([{ slug: 'p', priority: 4, base_model: 'claude-sonnet-4-6' }])
    await orm.migrator.down()
    expect((await sql.query('select * from credentials')).rows).toEqual([])
    expect((await sql.query('select * from oauth_refresh_problems')).rows).toEqual([])
    await orm.migrator.up()
    expect((await sql.query(WHOLE)).rows).toEqual(before)
    expect((await sql.query(`select from pg_tables where tablename like 'parked%'`)).rows).toEqual([])
  })

  test('come back under another account id when theirs was given away meanwhile', async () => {
    const { orm, sql } = await completedDatabase()
    await orm.migrator.up()
    await sql.query(FEDERATED)
    await orm.migrator.down()
    await sql.query(
      `insert into credentials (account_id, account_name, provider, anthropic_api_key) values ('acc_w', 'N', 'anthropic', 'k')`,
    )
    await orm.migrator.up()
    const { rows } = await sql.query<{ account_name: string; account_id: string }>(
      'select account_id, account_name from credentials order by account_name',
    )
    expect(rows).toEqual([
      { account_id: 'acc_w', account_name: 'N' },
      { account_id: expect.stringMatching(/^acc_w-parked-[\da-f-]{36}$/) as string, account_name: 'W' },
    ])
  })

  test.each([
    ['in the order of a new database', migratedDatabase],
    ['when they came later', completedDatabase],
  ])('survive the whole way down and up, %s', async (_what, open) => {
    const { orm, sql } = await open()
    await orm.migrator.up()
    await sql.query(FEDERATED)
    const { rows: before } = await sql.query(WHOLE)
    await orm.migrator.down()
    await orm.migrator.down()
    expect((await sql.query('select * from anthropic_credentials')).rows).toEqual([])
    await orm.migrator.up()
    expect((await sql.query(WHOLE)).rows).toEqual(before)
    expect((await sql.query(`select from pg_tables where tablename like 'parked%'`)).rows).toEqual([])
  })
})
