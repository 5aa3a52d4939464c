import { MikroORM } from '@mikro-orm/postgresql'
import type pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { ormOptions } from './orm-options.ts'
import { migrateDatabase } from './open-orm.ts'
import { emptyDatabase, migratedDatabase } from '../../../test/database.ts'

/** The single-provider database as it may be found, with other tables beside it. */
async function oldDatabase() {
  const database = await emptyDatabase()
  await database.sql.query(`
    create table anthropic_credentials (
      id uuid primary key default gen_random_uuid(), account_id varchar(255) not null unique, account_name varchar(255) not null,
      oauth_access_token text not null, oauth_refresh_token text not null, oauth_expires_at timestamptz not null,
      oauth_scopes text[] not null default '{}', oauth_is_max boolean not null default false, last_refresh_at timestamptz,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now());
    create index idx_credentials_account_id on anthropic_credentials (account_id);
    create table projects (
      id uuid primary key default gen_random_uuid(), project_id varchar(255) not null unique, name varchar(255) not null,
      default_account_id uuid references anthropic_credentials (id) on delete set null,
      created_at timestamptz not null default now(), updated_at timestamptz not null default now());
    create table api_requests (id int primary key, note text);
    insert into api_requests values (1, 'left alone');
    insert into anthropic_credentials (account_id, account_name, oauth_access_token, oauth_refresh_token, oauth_expires_at, oauth_scopes, oauth_is_max)
      values ('acc_one', 'One', 'sk-ant-oat01-one', 'sk-ant-ort01-one', '2027-01-01', '{user:inference}', false),
             ('acc_max', 'Max', 'sk-ant-oat01-max', 'sk-ant-ort01-max', '2027-01-01', '{}', true);
    insert into projects (project_id, name, default_account_id)
      select 'Old Project/1', 'Old', id from anthropic_credentials where account_id = 'acc_one';
    insert into projects (project_id, name) values ('without', 'Without default');
  `)
  const orm = await MikroORM.init(ormOptions(database.url, () => undefined))
  onTestFinished(() => orm.close())
  return { ...database, orm }
}

async function rows(sql: pg.Client, query: string): Promise<unknown[]> {
  return (await sql.query<Record<string, unknown>>(query)).rows
}

/** What `pnpm migration:down --to <baseline>` does. */
const TO_SINGLE_PROVIDER = { to: 'Migration20261122000001_baseline' }

const POOLS = `select p.project_id as slug, c.account_id, pc.priority, pc.weight from project_credentials pc
  join projects p on p.id = pc.project_id join credentials c on c.id = pc.credential_id order by 1, 3`
const OVERRIDES = 'select * from model_overrides order by model'
const OLD_SHAPE = `select column_name, data_type, is_nullable, column_default from information_schema.columns
  where table_name in ('anthropic_credentials', 'projects') order by 1, 2`

describe('adopting a single-provider database', () => {
  test('every row keeps working, in the new shape', async () => {
    const { url, sql } = await oldDatabase()
    await migrateDatabase(url, () => undefined)
    expect(
      await rows(
        sql,
        `select account_id, provider, oauth_access_token, oauth_is_max, aws_region, aws_api_key, enabled from credentials order by 1`,
      ),
    ).toEqual([
      {
        account_id: 'acc_max',
        provider: 'anthropic',
        oauth_access_token: 'sk-ant-oat01-max',
        oauth_is_max: true,
        aws_region: null,
        aws_api_key: null,
        enabled: true,
      },
      {
        account_id: 'acc_one',
        provider: 'anthropic',
        oauth_access_token: 'sk-ant-oat01-one',
        oauth_is_max: false,
        aws_region: null,
        aws_api_key: null,
        enabled: true,
      },
    ])
    expect(await rows(sql, POOLS)).toEqual([
      { slug: 'Old Project/1', account_id: 'acc_one', priority: 0, weight: 1 },
    ])
    expect(await rows(sql, 'select * from api_requests')).toEqual([{ id: 1, note: 'left alone' }])
  })

  test('up, up, down, up brings every row back, sealed values as they were', async () => {
    const { orm, sql } = await oldDatabase()
    const before = await rows(sql, OLD_SHAPE)
    await orm.migrator.up()
    expect(await orm.migrator.up()).toEqual([])
    await sql.query(`
      update credentials set oauth_access_token = 'hgv1.k1.sealed', endpoint_url = 'https://proxy.example', enabled = false where account_id = 'acc_one';
      insert into credentials (account_id, account_name, provider, aws_method, aws_api_key, aws_region, aws_geography, key_preview)
        values ('acc_bedrock', 'Bedrock', 'bedrock', 'api_key', 'hgv1.k1.bedrock', 'eu-central-1', 'eu', 'ABSK...4f2a');
      insert into credentials (account_id, account_name, provider, aws_method, aws_access_key_id, aws_secret_access_key, aws_role_arn, aws_region)
        values ('acc_iam', 'IAM', 'bedrock', 'iam', 'AKIDEXAMPLE0000000', 'hgv1.k1.iam', 'arn:aws:iam::111122223333:role/r', 'us-east-1');
      insert into model_overrides (id, credential_id, model, upstream_model, drop_betas)
        select gen_random_uuid(), id, 'claude-sonnet-4-6', 'us.anthropic.claude-sonnet-4-6', '{a-beta}' from credentials where account_id = 'acc_iam';
      insert into model_overrides (id, model, base_model) values (gen_random_uuid(), 'my-profile', 'claude-sonnet-4-6');
      insert into unsupported_parameters select id, 'm', 'beta', 'b', 'why', now() from credentials where account_id = 'acc_iam';
      insert into credentials (account_id, account_name, provider, anthropic_api_key) values ('acc_key', 'Key', 'anthropic', 'hgv1.k1.key');
      insert into projects (project_id, name) values ('mixed', 'Mixed'), ('bedrock only', 'Bedrock only');
      insert into project_credentials (project_id, credential_id, priority, weight)
        select p.id, c.id, case c.account_id when 'acc_bedrock' then 0 else 5 end, 3 from projects p, credentials c
        where p.project_id = 'mixed' and c.account_id in ('acc_bedrock', 'acc_max')
           or p.project_id = 'bedrock only' and c.account_id = 'acc_bedrock';
    `)
    const credentials = await rows(sql, 'select * from credentials order by account_id')
    const pools = await rows(sql, POOLS)
    const overrides = await rows(sql, OVERRIDES)

    await orm.migrator.down(TO_SINGLE_PROVIDER)
    expect(await rows(sql, OLD_SHAPE)).toEqual(before)
    expect(
      await rows(sql, 'select account_id, oauth_access_token from anthropic_credentials order by 1'),
    ).toEqual([
      { account_id: 'acc_max', oauth_access_token: 'sk-ant-oat01-max' },
      { account_id: 'acc_one', oauth_access_token: 'hgv1.k1.sealed' },
    ])
    expect(
      await rows(
        sql,
        `select project_id, account_id from projects p left join anthropic_credentials c on c.id = p.default_account_id order by 1`,
      ),
    ).toEqual([
      { project_id: 'Old Project/1', account_id: 'acc_one' },
      { project_id: 'bedrock only', account_id: null },
      { project_id: 'mixed', account_id: 'acc_max' },
      { project_id: 'without', account_id: null },
    ])
    // The parked copies hold no second copy of a secret that is still in place.
    expect(
      await rows(sql, `select account_id from parked.credentials where oauth_access_token is not null`),
    ).toEqual([])

    await orm.migrator.up()
    expect(await rows(sql, 'select * from credentials order by account_id')).toEqual(credentials)
    expect(await rows(sql, POOLS)).toEqual(pools)
    expect(await rows(sql, OVERRIDES)).toEqual(overrides)
    expect(await rows(sql, `select tablename from pg_tables where schemaname = 'parked'`)).toEqual([])
  })

  test('what was changed while the old shape was in place stays changed', async () => {
    const { orm, sql } = await oldDatabase()
    await orm.migrator.up()
    await orm.migrator.down(TO_SINGLE_PROVIDER)
    await sql.query(`
      update projects set default_account_id = (select id from anthropic_credentials where account_id = 'acc_max') where project_id = 'Old Project/1';
      delete from anthropic_credentials where account_id = 'acc_one';
      update anthropic_credentials set oauth_access_token = 'refreshed' where account_id = 'acc_max';
    `)
    await orm.migrator.up()
    expect(await rows(sql, 'select account_id, oauth_access_token from credentials')).toEqual([
      { account_id: 'acc_max', oauth_access_token: 'refreshed' },
    ])
    expect(await rows(sql, POOLS)).toEqual([
      { slug: 'Old Project/1', account_id: 'acc_max', priority: 0, weight: 1 },
    ])
  })

  test('a parked credential whose account id was taken meanwhile comes back under a free one', async () => {
    const { orm, sql } = await oldDatabase()
    await orm.migrator.up()
    const long = 'l'.repeat(255)
    await sql.query(`
      insert into credentials (account_id, account_name, provider, aws_method, aws_api_key, aws_region)
        values ('acc_b', 'B', 'bedrock', 'api_key', 'hgv1.k1.b', 'us-east-1'), ('${long}', 'L', 'bedrock', 'api_key', 'hgv1.k1.l', 'us-east-1');
      insert into credentials (account_id, account_name, provider, anthropic_api_key)
        values ('acc_b-parked', 'P', 'anthropic', 'hgv1.k1.p');
      insert into project_credentials (project_id, credential_id, priority)
        select p.id, c.id, 3 from projects p, credentials c where p.project_id = 'without' and c.account_id = 'acc_b';
    `)
    await orm.migrator.down(TO_SINGLE_PROVIDER)
    await sql.query(`
      insert into anthropic_credentials (account_id, account_name, oauth_access_token, oauth_refresh_token, oauth_expires_at)
        select unnest(array['acc_b', '${long}']), 'New', 'a', 'r', '2027-01-01'`)
    await orm.migrator.up()
    expect(
      await rows(
        sql,
        `select account_id, account_name, coalesce(aws_api_key, anthropic_api_key) as secret
         from credentials where account_id not in ('acc_one', 'acc_max') order by 1`,
      ),
    ).toEqual([
      { account_id: 'acc_b', account_name: 'New', secret: null },
      { account_id: 'acc_b-parked', account_name: 'P', secret: 'hgv1.k1.p' },
      { account_id: 'acc_b-parked-2', account_name: 'B', secret: 'hgv1.k1.b' },
      { account_id: `${'l'.repeat(248)}-parked`, account_name: 'L', secret: 'hgv1.k1.l' },
      { account_id: long, account_name: 'New', secret: null },
    ])
    expect(await rows(sql, POOLS)).toContainEqual({
      slug: 'without',
      account_id: 'acc_b-parked-2',
      priority: 3,
      weight: 1,
    })
  })

  test('the whole way down and up again', async () => {
    const { orm, sql } = await oldDatabase()
    await orm.migrator.up()
    await orm.migrator.down({ to: 0 })
    expect(await rows(sql, 'select count(*)::int as n from anthropic_credentials')).toEqual([{ n: 2 }])
    await orm.migrator.up()
    expect(await rows(sql, 'select count(*)::int as n from credentials')).toEqual([{ n: 2 }])
  })

  test('two processes that migrate at once do not get into each other’s way', async () => {
    const { url, sql } = await oldDatabase()
    const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(url, () => undefined)))
    const names = applied.flat()
    expect(names).toContain('Migration20261122000002_multi_provider')
    expect(new Set(names).size).toBe(names.length)
    expect(await rows(sql, 'select count(*)::int as n from credentials')).toEqual([{ n: 2 }])
  })
})

test('every table with rows comes back from the single-provider shape as it was', async () => {
  const { orm, sql } = await oldDatabase()
  await orm.migrator.up()
  await sql.query(`
    create table requests_2026_11 partition of requests for values from ('2026-11-01') to ('2026-12-01');
    update projects set enabled = false, pass_through = true where project_id = 'without';
    insert into credential_health select id, 'cooling', 'why', now(), now() from credentials where account_id = 'acc_max';
    insert into project_keys (id, project_id, name, digest, prefix, last4)
      select gen_random_uuid(), id, 'k', decode(repeat('ab', 32), 'hex'), 'hg_live_a', 'aaaa' from projects where project_id = 'without';
    insert into requests (request_id, started_at, project_id, key_id, stream, status, outcome, attempts, duration_ms)
      values ('req_1', '2026-11-05', gen_random_uuid(), gen_random_uuid(), true, 200, 'completed', '[]', 5),
             ('req_2', '2020-01-01', gen_random_uuid(), gen_random_uuid(), true, 200, 'completed', '[]', 5);
    insert into audit_events (id, actor_kind, actor_name, action, target_kind, target_id)
      values (gen_random_uuid(), 'user', 'a', 'b', 'c', 'd');
    insert into auth."user" (id, name, email) values ('u1', 'Ada', 'ada@example.com');
    insert into api_tokens (id, name, digest, prefix, last4, role, made_by_name, created_at, expires_at)
      values (gen_random_uuid(), 't', decode(repeat('cd', 32), 'hex'), 'p', 'l', 'admin', 'x', now(), now());
    insert into gateway_secrets (name, sealed) values ('root', 'hgv1.k1.root');
  `)
  const tables = `select schemaname || '.' || tablename as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`
  const names = (await rows(sql, tables)) as { name: string }[]
  const kept = names.filter(({ name }) => !/mikro_orm|gateway_version/.test(name))
  const read = async () => {
    const all: Record<string, unknown> = {}
    for (const { name } of kept) {
      const quoted = name.replace('auth.user', 'auth."user"')
      all[name] = await rows(sql, `select to_jsonb(t) as row from ${quoted} t order by to_jsonb(t)::text`)
    }
    return all
  }
  const before = await read()
  await orm.migrator.down(TO_SINGLE_PROVIDER)
  expect(await rows(sql, 'select count(*)::int as n from anthropic_credentials')).toEqual([{ n: 2 }])
  await orm.migrator.up()
  expect(await rows(sql, tables)).toEqual(names)
  expect(await read()).toEqual(before)
})

test('the entities describe exactly what the migrations make', async () => {
  const { orm } = await migratedDatabase()
  expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('')
  expect(await orm.migrator.checkSchema()).toBe(false)
})
