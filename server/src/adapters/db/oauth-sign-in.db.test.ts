import { expect, test } from 'vitest'
import { ADMIN, oauthWorld } from '../../../test/oauth-world.ts'
import type { BeginOAuth, BegunOAuth } from '@headgate/shared/oauth'
import type { Actor } from '../../core/admin/actor.ts'

const NEW: BeginOAuth = { accountId: 'acc_new', name: 'New' }
const PERSON: Actor = {
  ...ADMIN,
  kind: 'user',
  id: 'u1',
  name: 'Ann',
  email: 'ann@example.com',
  role: 'admin',
}

async function consent({
  authorizeUrl,
}: BegunOAuth): Promise<{ code: string; state: string; location: string }> {
  const response = await fetch(authorizeUrl, { redirect: 'manual' })
  const location = response.headers.get('location') ?? ''
  const query = new URL(location).searchParams
  return { code: query.get('code') ?? '', state: query.get('state') ?? '', location }
}

test('begun on one replica, completed on another, as a credential that works', async () => {
  const { fake, instance, stored, sql } = await oauthWorld()
  const [a, b] = [await instance(), await instance()]
  const begun = await a.beginOAuth(ADMIN, NEW)
  const url = new URL(begun.authorizeUrl)
  expect(begun.completion).toBe('callback')
  expect(url.searchParams.get('state')).toMatch(/^[\w-]{32}$/)
  const { rows } = await sql.query<Record<string, unknown>>('select * from oauth_flows')
  expect(JSON.stringify(rows)).not.toContain(url.searchParams.get('state'))
  expect(rows[0]!.sealed).toMatch(/^hgv1\.test\./)

  const { code, state } = await consent(begun)
  const saved = await b.completeOAuth(ADMIN, { flowId: begun.flowId, code, state })
  expect(saved).toMatchObject({
    accountId: 'acc_new',
    method: 'oauth',
    status: 'ready',
    scopes: ['user:inference'],
    lastRefreshAt: null,
    warnings: [],
  })
  expect(fake.codeGrants).toBe(1)
  const grant = new URLSearchParams(fake.requests.at(-1)!.body.toString())
  expect(grant.get('code_verifier')).toMatch(/^[\w-]{64}$/)
  expect((await stored(saved.id)).access).toBe(fake.accessTokens[0])

  const again = b.completeOAuth(ADMIN, { flowId: begun.flowId, code, state })
  await expect(again).rejects.toMatchObject({ kind: 'not_found' })
  const audit = await sql.query<{ action: string; target_id: string; after: object }>(
    'select action, target_id, after from audit_events order by at',
  )
  expect(audit.rows.map(({ action, target_id: id }) => [action, id])).toEqual([
    ['credential.begin_oauth', saved.id],
    ['credential.sign_in', saved.id],
  ])
  expect(JSON.stringify(audit.rows)).not.toMatch(/sk-ant-|[\w-]{64}/)
})

test('pasted in one piece, and as an address', async () => {
  const { instance } = await oauthWorld()
  const { beginOAuth, completeOAuth } = await instance()
  const first = await beginOAuth(ADMIN, { ...NEW, loopbackPort: 51_234 })
  expect([first.completion, first.redirectUri]).toEqual(['loopback', 'http://localhost:51234/callback'])
  const { location } = await consent(first)
  await completeOAuth(ADMIN, { flowId: first.flowId, code: location })
  const second = await beginOAuth(ADMIN, { accountId: 'acc_two', name: 'Two' })
  const { code, state } = await consent(second)
  expect(await completeOAuth(ADMIN, { flowId: second.flowId, code: `${code}#${state}` })).toMatchObject({
    accountId: 'acc_two',
  })
})

test('signing in again in place ends what kept the old one from being renewed', async () => {
  const { fake, instance, credential, stored } = await oauthWorld()
  fake.script({ kind: 'invalid_grant' })
  const {
    credential: { id },
  } = await credential(5)
  const { refresher, beginOAuth, completeOAuth } = await instance()
  await refresher.refresh(id, { kind: 'expiring' })
  const begun = await beginOAuth(PERSON, { id })
  const { code, state } = await consent(begun)
  const saved = await completeOAuth(PERSON, { flowId: begun.flowId, code, state })
  expect(saved).toMatchObject({ id, status: 'ready', refreshProblem: null })
  expect((await stored(id)).access).toBe(fake.accessTokens[0])
})

test('another state, another person and a late one get nothing, and do not end it', async () => {
  const { instance, sql } = await oauthWorld()
  const { beginOAuth, completeOAuth, completeReturned } = await instance()
  const begun = await beginOAuth(PERSON, NEW)
  const { flowId } = begun
  const { code, state } = await consent(begun)
  await expect(completeOAuth(PERSON, { flowId, code, state: 'x'.repeat(32) })).rejects.toMatchObject({
    kind: 'invalid',
    message: 'state: does not belong to this sign-in.',
  })
  for (const other of [ADMIN, { ...PERSON, id: 'u2' }])
    await expect(completeOAuth(other, { flowId, code, state })).rejects.toMatchObject({ kind: 'forbidden' })
  await sql.query(`update oauth_flows set expires_at = now()`)
  await expect(completeOAuth(PERSON, { flowId, code, state })).rejects.toMatchObject({ kind: 'not_found' })
  await sql.query(`update oauth_flows set expires_at = now() + interval '1 minute'`)
  await expect(completeReturned(PERSON, { flowId: null, code, state: 'unknown' })).rejects.toMatchObject({
    kind: 'not_found',
  })
  expect(await completeReturned(PERSON, { flowId: null, code, state })).toMatchObject({
    accountId: 'acc_new',
  })
})

test('of two completions at once one counts', async () => {
  const { fake, instance } = await oauthWorld()
  const [a, b] = [await instance(), await instance()]
  const begun = await a.beginOAuth(ADMIN, NEW)
  const { code, state } = await consent(begun)
  const results = await Promise.allSettled(
    [a, b, a, b].map(({ completeOAuth }) => completeOAuth(ADMIN, { flowId: begun.flowId, code, state })),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(fake.requests.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

test.each([
  ['a rejected code', { kind: 'invalid_grant' } as const, /invalid_grant/],
  ['a broken endpoint', { kind: 'error', status: 503 } as const, /server_error/],
])('%s stores nothing and says so', async (_what, behaviour, words) => {
  const { fake, instance, sql } = await oauthWorld()
  const { beginOAuth, completeOAuth } = await instance()
  const begun = await beginOAuth(ADMIN, NEW)
  const { code, state } = await consent(begun)
  fake.script(behaviour)
  const completing = completeOAuth(ADMIN, { flowId: begun.flowId, code, state })
  await expect(completing).rejects.toMatchObject({ kind: 'upstream', message: expect.stringMatching(words) })
  const { rows } = await sql.query('select 1 from credentials')
  expect(rows).toEqual([])
  const audit = await sql.query<{ reason: string }>(
    `select after ->> 'reason' as reason from audit_events
     where action = 'credential.sign_in_rejected' and after ->> 'flowId' = $1`,
    [begun.flowId],
  )
  expect(audit.rows).toEqual([{ reason: expect.stringMatching(words) as unknown }])
})

test('what cannot be signed in to is told at the beginning', async () => {
  const { instance } = await oauthWorld()
  const { beginOAuth } = await instance()
  const id = '0189f3a0-5b7e-7000-8000-000000000001'
  await expect(beginOAuth(ADMIN, { id })).rejects.toMatchObject({ kind: 'not_found' })
})

test('a taken account id is told at the beginning, or after the consent when it was taken meanwhile', async () => {
  const { instance } = await oauthWorld()
  const { beginOAuth, completeOAuth } = await instance()
  const [first, second] = [await beginOAuth(ADMIN, NEW), await beginOAuth(ADMIN, NEW)]
  await completeOAuth(ADMIN, { flowId: first.flowId, ...(await consent(first)) })
  const late = completeOAuth(ADMIN, { flowId: second.flowId, ...(await consent(second)) })
  await expect(late).rejects.toMatchObject({ kind: 'conflict' })
  await expect(beginOAuth(ADMIN, NEW)).rejects.toMatchObject({
    kind: 'conflict',
    message: "accountId: 'acc_new' is taken.",
  })
})
