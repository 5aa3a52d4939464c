import { describe, expect, test, vi } from 'vitest'
import { ACCESS, accessOf, ADMIN, oauthWorld, REFRESH } from '../../../test/oauth-world.ts'
import type { RefreshStore } from '../../core/oauth/refresh/refresh-store.ts'
import { startRefreshingOAuth } from '../../jobs/refresh-oauth.ts'

const SIGNAL = new AbortController().signal

describe('one refresh across all replicas', () => {
  test('300 calls on three instances at the moment of expiry', async () => {
    const { fake, instance, credential, stored } = await oauthWorld()
    fake.always({ kind: 'answer', delayMs: 100 })
    const expiring = await credential(5)
    const instances = [await instance(), await instance(), await instance()]
    const used = await Promise.all(
      Array.from({ length: 300 }, (_, i) => instances[i % 3]!.fresh.ready(expiring, SIGNAL)),
    )
    expect([fake.refreshes, fake.requests.length]).toEqual([1, 1])
    expect(new Set(used.map(accessOf))).toEqual(new Set(fake.accessTokens))
    const { access, refresh, credential: renewed } = await stored(expiring.credential.id)
    expect([access, fake.accessTokens]).toEqual([fake.accessTokens[0], [access]])
    expect(refresh).not.toBe(REFRESH)
    expect(renewed.lastRefreshAt).not.toBeNull()
    expect(renewed.updatedAt).toEqual(expiring.credential.updatedAt)
  })

  test('300 calls whose token was rejected', async () => {
    const { fake, instance, credential } = await oauthWorld()
    const rejected = await credential(3600)
    const instances = [await instance(), await instance(), await instance()]
    const used = await Promise.all(
      Array.from({ length: 300 }, (_, i) => instances[i % 3]!.fresh.renewed(rejected, SIGNAL)),
    )
    expect(fake.requests.length).toBe(1)
    expect(new Set(used.map(accessOf))).toEqual(new Set(fake.accessTokens))
    // The new one is rejected, too: that is not for another refresh to heal.
    expect(await instances[0]!.fresh.renewed(used[0]!, SIGNAL)).toBeNull()
    expect(fake.requests.length).toBe(1)
  })

  test('the background job of three instances', async () => {
    const { fake, instance, credential, stored, log, now } = await oauthWorld()
    fake.always({ kind: 'answer', delayMs: 50 })
    const due = [await credential(200), await credential(200, `${REFRESH}-b`), await credential(3600)]
    const jobs = await Promise.all(
      [1, 2, 3].map(async () => {
        const { store, refresher } = await instance()
        return startRefreshingOAuth({ store, refresher, everyMs: 20, log, now })
      }),
    )
    await vi.waitFor(async () => {
      for (const {
        credential: { id },
      } of due.slice(0, 2))
        expect((await stored(id)).access).not.toBe(ACCESS)
    }, 10_000)
    // Ticks that come later find nothing to do.
    await new Promise((resolve) => setTimeout(resolve, 200))
    await Promise.all(jobs.map((job) => job.close()))
    expect(fake.requests.length).toBe(2)
    expect((await stored(due[2]!.credential.id)).access).toBe(ACCESS)
  })

  test('rotation: each refresh uses the token that came with the last one', async () => {
    const { fake, instance, credential, stored } = await oauthWorld()
    const {
      credential: { id },
    } = await credential(3600)
    const [a, b] = [await instance(), await instance()]
    await a.refreshCredential(ADMIN, { id })
    await b.refreshCredential(ADMIN, { id })
    const view = await a.refreshCredential(ADMIN, { id })
    expect(fake.refreshes).toBe(3)
    expect((await stored(id)).access).toBe(fake.accessTokens[2])
    expect(view).toMatchObject({ status: 'ready', refreshProblem: null, lastRefreshAt: expect.any(String) })
  })

  test('an answer without a refresh token keeps the old one', async () => {
    const { fake, instance, credential, stored } = await oauthWorld()
    const {
      credential: { id },
    } = await credential(3600)
    fake.script({ kind: 'answer', omitRefreshToken: true, scope: 'a b' })
    await (await instance()).refreshCredential(ADMIN, { id })
    expect(await stored(id)).toMatchObject({
      refresh: REFRESH,
      access: fake.accessTokens[0],
      credential: { scopes: ['a', 'b'] },
    })
  })
})

describe('failures', () => {
  test('invalid_grant: sign in again, and nobody asks any more until somebody does something', async () => {
    const { fake, instance, credential, stored, log, now, sql } = await oauthWorld()
    fake.always({ kind: 'invalid_grant' })
    const expiring = await credential(5)
    const { id } = expiring.credential
    const [a, b] = [await instance(), await instance()]
    expect(accessOf(await a.fresh.ready(expiring, SIGNAL))).toBe(ACCESS)
    expect(accessOf(await b.fresh.ready(expiring, SIGNAL))).toBe(ACCESS)
    expect(await b.fresh.renewed(expiring, SIGNAL)).toBeNull()
    const job = startRefreshingOAuth({ store: b.store, refresher: b.refresher, everyMs: 10, log, now })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await job.close()
    expect(fake.requests.length).toBe(1)
    expect(await b.getCredential({ id })).toMatchObject({
      status: 'rejected',
      statusReason: 'Sign in again: invalid_grant: Refresh token not found or invalid',
      refreshProblem: { state: 'sign_in_again', failures: 1, retryAt: null },
    })
    // Nothing is discarded.
    expect(await stored(id)).toMatchObject({ access: ACCESS, refresh: REFRESH })
    await expect(a.refreshCredential(ADMIN, { id })).rejects.toMatchObject({ kind: 'upstream' })
    expect(fake.requests.length).toBe(2)
    expect(await a.clearCooldown(ADMIN, { id })).toMatchObject({ refreshProblem: null })
    fake.always({ kind: 'answer' })
    const c = await instance()
    expect(accessOf(await c.fresh.ready(expiring, SIGNAL))).toBe(fake.accessTokens[0])
    // Each turn is in the trail once, whoever asked; further failures of the same kind are not.
    const { rows } = await sql.query<{ actor_kind: string; after: object }>(
      `select actor_kind, after from audit_events where action = 'credential.refresh' order by at, id`,
    )
    expect(rows.map(({ actor_kind: kind }) => kind)).toEqual(['system', 'admin_token', 'system'])
    expect(rows[0]!.after).toMatchObject({ state: 'sign_in_again' })
    expect(rows[2]!.after).toMatchObject({ expiresAt: expect.any(String) as unknown })
    expect(JSON.stringify(rows)).not.toContain('sk-ant-')
  })

  test('a new secret ends it', async () => {
    const { fake, instance, credential, stored } = await oauthWorld()
    fake.always({ kind: 'invalid_grant' })
    const {
      credential: { id },
    } = await credential(5)
    const { refresher, rotateCredential } = await instance()
    await refresher.refresh(id, { kind: 'expiring' })
    expect((await stored(id)).problem).not.toBeNull()
    await rotateCredential(ADMIN, {
      id,
      force: true,
      method: 'oauth',
      accessToken: 'sk-ant-oat01-other',
      refreshToken: 'sk-ant-ort01-other',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      scopes: [],
    })
    expect((await stored(id)).problem).toBeNull()
  })

  test('passing ones: all replicas share the pause, then it works with the same refresh token', async () => {
    const { fake, instance, credential, stored, sql } = await oauthWorld()
    fake.script({ kind: 'error', status: 503, headers: { 'retry-after': '40' } })
    const expiring = await credential(5)
    const { id } = expiring.credential
    const [a, b] = [await instance(), await instance()]
    await a.fresh.ready(expiring, SIGNAL)
    await b.fresh.ready(expiring, SIGNAL)
    expect(fake.requests.length).toBe(1)
    const { problem, refresh } = await stored(id)
    expect([problem?.state, refresh]).toEqual(['retrying', REFRESH])
    const pauseSeconds = (problem!.retryAt!.getTime() - problem!.since.getTime()) / 1000
    expect(pauseSeconds).toBe(40)
    expect(await b.getCredential({ id })).toMatchObject({
      status: 'expiring_soon',
      statusReason: 'It could not be renewed yet: server_error: Scripted failure',
    })
    await sql.query(`update oauth_refresh_problems set retry_at = now() - interval '1 second'`)
    expect((await b.refresher.refresh(id, { kind: 'expiring' })).kind).toBe('renewed')
    expect((await stored(id)).problem).toBeNull()
  })

  test('words and scopes that PostgreSQL cannot hold keep neither the pause nor the tokens from it', async () => {
    const { fake, instance, credential, stored } = await oauthWorld()
    const {
      credential: { id },
    } = await credential(5)
    const { refresher } = await instance()
    // The second one is cut in the middle of a character.
    const descriptions = ['no\u0000pe', `${'x'.repeat(286)}🙂🙂`]
    for (const [i, description] of descriptions.entries()) {
      fake.script({ kind: 'error', status: i === 0 ? 503 : 400, error: 'invalid_grant', description })
      const cause = i === 0 ? 'expiring' : 'asked'
      await refresher.refresh(id, { kind: cause, at: new Date() })
      expect((await stored(id)).problem).toMatchObject({ failures: i + 1 })
    }
    fake.script({ kind: 'answer', scope: 'a b\u0000 c\ud83d' })
    expect((await refresher.refresh(id, { kind: 'asked', at: new Date() })).kind).toBe('renewed')
    expect(await stored(id)).toMatchObject({ access: fake.accessTokens[0], credential: { scopes: ['a'] } })
  })

  test('a token endpoint that hangs, and one that breaks off', async () => {
    const { fake, instance, credential, stored } = await oauthWorld()
    fake.script({ kind: 'hang' }, { kind: 'reset' })
    const {
      credential: { id },
    } = await credential(5)
    const { refresher, refreshCredential } = await instance({ timeoutMs: 200 })
    expect(await refresher.refresh(id, { kind: 'expiring' })).toMatchObject({
      kind: 'failed',
      problem: { state: 'retrying', reason: 'The token endpoint did not answer within 0.2 s.' },
    })
    await expect(refreshCredential(ADMIN, { id })).rejects.toThrow('could not be renewed now')
    expect(await stored(id)).toMatchObject({ refresh: REFRESH, problem: { failures: 2 } })
  })

  test('a database that is away when the tokens come: they are stored when it is back', async () => {
    const { fake, instance, credential, stored } = await oauthWorld()
    const {
      credential: { id },
    } = await credential(5)
    let failures = 9
    const wrap = (store: RefreshStore): RefreshStore => ({
      ...store,
      save: (...tokens) => (failures-- > 0 ? Promise.reject(new Error('away')) : store.save(...tokens)),
    })
    const { refresher } = await instance({ wrap })
    // The first call gives up after seven tries; the tokens wait for the next one, which asks nobody for others.
    expect((await refresher.refresh(id, { kind: 'expiring' })).kind).toBe('unavailable')
    expect((await refresher.refresh(id, { kind: 'expiring' })).kind).toBe('unavailable')
    expect((await refresher.refresh(id, { kind: 'expiring' })).kind).toBe('unavailable')
    expect((await refresher.refresh(id, { kind: 'expiring' })).kind).toBe('renewed')
    expect(fake.requests.length).toBe(1)
    expect((await stored(id)).access).toBe(fake.accessTokens[0])
  })

  test('tokens that wait to be stored are brought in by the job, whatever another replica has noted', async () => {
    const { fake, instance, credential, stored, log, now } = await oauthWorld()
    const {
      credential: { id },
    } = await credential(5)
    let isAway = true
    const wrap = (store: RefreshStore): RefreshStore => ({
      ...store,
      save: (...tokens) => (isAway ? Promise.reject(new Error('away')) : store.save(...tokens)),
    })
    const [a, b] = [await instance({ wrap }), await instance()]
    expect((await a.refresher.refresh(id, { kind: 'expiring' })).kind).toBe('unavailable')
    const rejected = await b.refresher.refresh(id, { kind: 'expiring' })
    expect(rejected).toMatchObject({ kind: 'failed', problem: { state: 'sign_in_again' } })
    isAway = false
    const job = startRefreshingOAuth({ store: a.store, refresher: a.refresher, everyMs: 20, log, now })
    await vi.waitFor(async () =>
      expect(await stored(id)).toMatchObject({ access: fake.accessTokens[0], problem: null }),
    )
    await job.close()
    expect(fake.refreshes).toBe(1)
  })

  test('without a client id nobody is asked, the view says why, and other replicas are not held up', async () => {
    const { fake, instance, credential, stored, log, now } = await oauthWorld()
    const expiring = await credential(5)
    const { fresh, getCredential, store, refresher } = await instance({ clientId: null })
    expect(await fresh.ready(expiring, SIGNAL)).toMatchObject({
      secret: { accessToken: expiring.secret.accessToken },
    })
    expect(fake.requests).toEqual([])
    expect(await getCredential({ id: expiring.credential.id })).toMatchObject({
      statusReason: expect.stringContaining('HEADGATE_OAUTH_CLIENT_ID is not set'),
      refreshProblem: null,
    })
    const job = startRefreshingOAuth({ store, refresher, everyMs: 10, log, now })
    await new Promise((resolve) => setTimeout(resolve, 100))
    await job.close()
    expect((await stored(expiring.credential.id)).problem).toBeNull()
    expect(accessOf(await (await instance()).fresh.ready(expiring, SIGNAL))).toBe(fake.accessTokens[0])
  })

  test('without the database nothing is refreshed', async () => {
    const { fake, instance, credential } = await oauthWorld()
    const expiring = await credential(5)
    const away = () => Promise.reject(new Error('away'))
    const { fresh } = await instance({ wrap: (store) => ({ ...store, read: away }) })
    expect(await fresh.ready(expiring, SIGNAL)).toBe(expiring)
    expect(fake.requests).toEqual([])
  })
})
