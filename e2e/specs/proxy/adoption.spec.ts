// An existing single-provider database: every row keeps working, sealed, at the first start.
import pg from 'pg'
import { adminApi } from '../../fixtures/admin-api.ts'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN, expect, test } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'
import { startServer } from '../../fixtures/server-process.ts'

const ACCESS = `sk-ant-oat01-${'adopted'.repeat(6)}`

const OLD_DATABASE = `
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
  insert into anthropic_credentials (account_id, account_name, oauth_access_token, oauth_refresh_token, oauth_expires_at, oauth_is_max)
    values ('Team A / büro', 'Old', '${ACCESS}', 'sk-ant-ort01-adopted', '2099-01-01', true);
  insert into projects (project_id, name, default_account_id) select 'Old Project / 1', 'Old', id from anthropic_credentials;`

test('an adopted database serves with its old rows, and holds no plain secret any more', async ({
  gateway,
}) => {
  const url = embeddedDatabaseUrl(gateway.server.dataDir)
  const admin = new pg.Client({ connectionString: url.href })
  await admin.connect()
  await admin.query('create database adopted')
  await admin.end()
  url.pathname = '/adopted'
  const old = new pg.Client({ connectionString: url.href })
  await old.connect()
  await old.query(OLD_DATABASE)

  const server = await startServer({
    env: {
      DATABASE_URL: url.href,
      HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
      HEADGATE_ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 4).toString('base64')}`,
      HEADGATE_ANTHROPIC_URL: gateway.anthropic.url,
    },
  })
  try {
    const api = adminApi(server.url, ADMIN_TOKEN)
    const { items } = await api.query<{ items: { id: string; slug: string; pool: object[] }[] }>(
      'projects.list',
    )
    expect(items).toMatchObject([
      {
        slug: 'Old Project / 1',
        pool: [{ accountId: 'Team A / büro', provider: 'anthropic', status: 'ready' }],
      },
    ])
    const { key } = await api.mutate<{ key: string }>('keys.create', { projectId: items[0]!.id, name: 'k' })
    const response = await postMessages(server.url, { key })
    expect(response.status).toBe(200)
    expect(response.headers.get('x-headgate-credential')).toBe('Team%20A%20/%20b%C3%BCro')
    expect(gateway.anthropic.requests.at(-1)!.headers.authorization).toBe(`Bearer ${ACCESS}`)
    const { rows } = await old.query<{ oauth_access_token: string; oauth_refresh_token: string }>(
      'select * from credentials',
    )
    expect(rows[0]!.oauth_access_token).toMatch(/^hgv1\.k\./)
    expect(rows[0]!.oauth_refresh_token).toMatch(/^hgv1\.k\./)
    // A subscription login has no price per token.
    await expect
      .poll(() => api.query('usage.summary', { from: '2020-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }), {
        timeout: 2000,
      })
      .toMatchObject({ requests: 1, costMicroUsd: null, unpricedRequests: 1 })
  } finally {
    await old.end()
    await server.discard()
  }
})
