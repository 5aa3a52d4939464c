import { expect, onTestFinished, test, vi } from 'vitest'
import { FEDERATION, identityTokens } from '../../../../e2e/fixtures/identity-tokens.ts'
import { accessOf, ADMIN, oauthWorld, type InstanceOptions } from '../../../test/oauth-world.ts'
import type { WorkloadCandidate } from '../../core/oauth/refresh/renewable.ts'
import { startRefreshingOAuth } from '../../jobs/refresh-oauth.ts'
import { makeIdentityTokenFile } from '../identity-token/identity-token-file.ts'

const SIGNAL = new AbortController().signal

async function federatedWorld() {
  const tokens = await identityTokens()
  onTestFinished(() => tokens[Symbol.asyncDispose]())
  await tokens.place(await tokens.issue())
  const world = await oauthWorld({ federation: tokens.rule })
  const identityToken = makeIdentityTokenFile(tokens.path)
  return {
    ...world,
    tokens,
    instance: (options: InstanceOptions = {}) =>
      world.instance({ identityToken, clientId: null, ...options }),
    /** Stored by an instance that has no identity token itself, and so without an access token. */
    async credential(): Promise<WorkloadCandidate> {
      const { createCredential, store, clearCooldown, refresher } = await world.instance()
      const { id } = await createCredential(ADMIN, {
        provider: 'anthropic',
        method: 'workload_identity',
        accountId: 'acc_w',
        name: 'W',
        ...FEDERATION,
      })
      await refresher.settled()
      await clearCooldown(ADMIN, { id })
      const { problem: _problem, ...candidate } = (await store.read(id))!
      return candidate as WorkloadCandidate
    },
  }
}

test('100 calls on three instances without a token: one exchange, and all get what it brought', async () => {
  const { fake, instance, credential, stored } = await federatedWorld()
  const mine = await credential()
  expect(accessOf(mine)).toBeNull()
  fake.always({ kind: 'answer', delayMs: 100 })
  const instances = [await instance(), await instance(), await instance()]
  const used = await Promise.all(
    Array.from({ length: 100 }, (_, i) => instances[i % 3]!.fresh.ready(mine, SIGNAL)),
  )
  expect([fake.federations, fake.requests.length]).toEqual([1, 1])
  expect(new Set(used.map(accessOf))).toEqual(new Set(fake.accessTokens))
  const { access, refresh, credential: renewed } = await stored(mine.credential.id)
  expect([access, refresh]).toEqual([fake.accessTokens[0], null])
  expect(renewed.scopes).toEqual(['workspace:developer', 'workspace:inference'])
})

test('the background job of three instances makes the first exchange, and renews ahead', async () => {
  const { fake, instance, credential, stored, log, now } = await federatedWorld()
  const { id } = (await credential()).credential
  // Ahead is half a second before its end.
  fake.script({ kind: 'answer', expiresInSeconds: 1 })
  const jobs = await Promise.all(
    [1, 2, 3].map(async () => {
      const { store, refresher } = await instance()
      return startRefreshingOAuth({ store, refresher, everyMs: 20, log, now })
    }),
  )
  await vi.waitFor(() => expect(fake.federations).toBe(2), 5000)
  await Promise.all(jobs.map((job) => job.close()))
  expect(fake.requests.length).toBe(2)
  expect((await stored(id)).access).toBe(fake.accessTokens[1])
})

test('a denial: all replicas share its pause, and a token that is still good stays', async () => {
  const { fake, instance, credential, stored, sql } = await federatedWorld()
  const mine = await credential()
  const { id } = mine.credential
  const [a, b] = [await instance(), await instance()]
  await a.fresh.ready(mine, SIGNAL)
  fake.always({ kind: 'deny' })
  await expect(a.refreshCredential(ADMIN, { id })).rejects.toThrow('Anthropic rejected the federation')
  expect(await stored(id)).toMatchObject({
    access: fake.accessTokens[0],
    problem: { state: 'federation_rejected', failures: 1 },
  })
  await sql.query(`update credentials set oauth_expires_at = now()`)
  const ended = { ...mine, credential: { ...mine.credential, expiresAt: new Date() } }
  for (const { fresh, refresher } of [b, await instance()]) {
    await fresh.ready(ended, SIGNAL)
    expect((await refresher.refresh(id, { kind: 'ahead' })).kind).toBe('waiting')
    expect(fresh.problemOf(ended)).toMatchObject({ state: 'federation_rejected' })
  }
  expect(fake.requests.length).toBe(2)
  fake.always({ kind: 'answer' })
  await sql.query(`update oauth_refresh_problems set retry_at = now() - interval '1 second'`)
  expect((await b.refresher.refresh(id, { kind: 'ahead' })).kind).toBe('renewed')
  expect((await stored(id)).problem).toBeNull()
})

test('who names another federation during an exchange wins, and its token is not kept', async () => {
  const { fake, instance, credential, stored } = await federatedWorld()
  const { id } = (await credential()).credential
  fake.script({ kind: 'answer', delayMs: 300 })
  const [a, b] = [await instance(), await instance()]
  const exchanging = a.refresher.refresh(id, { kind: 'expiring' })
  await vi.waitFor(() => expect(fake.requests.length).toBe(1))
  await b.rotateCredential(ADMIN, {
    id,
    force: true,
    method: 'workload_identity',
    ...FEDERATION,
    workspaceId: 'wrkspc_01EndToEnd',
  })
  expect(await exchanging).toMatchObject({ kind: 'current' })
  expect((await stored(id)).access).toBeNull()
  expect((await b.refresher.refresh(id, { kind: 'expiring' })).kind).toBe('renewed')
  expect(await stored(id)).toMatchObject({
    access: fake.accessTokens[1],
    credential: { workspaceId: 'wrkspc_01EndToEnd' },
  })
})

test('a lock that is lost with its connection: two may ask, the loser reads what the winner stored', async () => {
  const { fake, instance, credential, stored, sql } = await federatedWorld()
  const { id } = (await credential()).credential
  fake.script({ kind: 'answer', delayMs: 500 })
  const [a, b] = [await instance(), await instance()]
  const first = a.refresher.refresh(id, { kind: 'expiring' })
  await vi.waitFor(() => expect(fake.requests.length).toBe(1))
  await sql.query(
    `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
     and database = (select oid from pg_database where datname = current_database())`,
  )
  expect((await b.refresher.refresh(id, { kind: 'expiring' })).kind).toBe('renewed')
  const outcome = await first
  expect([outcome.kind, 'candidate' in outcome && accessOf(outcome.candidate)]).toEqual([
    'current',
    fake.accessTokens[1],
  ])
  expect((await stored(id)).access).toBe(fake.accessTokens[1])
})

test('access tokens are sealed, and none is kept in the trail', async () => {
  const { fake, instance, credential, sql } = await federatedWorld()
  const mine = await credential()
  await (await instance()).fresh.ready(mine, SIGNAL)
  const { rows } = await sql.query<{ oauth_access_token: string }>('select * from credentials')
  expect(rows).toMatchObject([
    {
      oauth_access_token: expect.stringMatching(/^hgv1\./),
      oauth_refresh_token: null,
      federation_workspace_id: 'default',
    },
  ])
  const { rows: trail } = await sql.query<{ after: object }>(`select after from audit_events order by at, id`)
  expect(trail.at(-1)!.after).toMatchObject({ accountId: 'acc_w', expiresAt: expect.any(String) as unknown })
  expect(JSON.stringify([rows, trail])).not.toContain(fake.accessTokens[0])
})
