import { describe, expect, test, vi } from 'vitest'
import { ADMIN, oauthWorld } from '../../../test/oauth-world.ts'

const SIGNAL = new AbortController().signal

describe('others change the credential meanwhile', () => {
  test('who signs in again during a refresh wins', async () => {
    const { fake, instance, credential, stored } = await oauthWorld()
    fake.script({ kind: 'answer', delayMs: 300 })
    const {
      credential: { id },
    } = await credential(5)
    const [a, b] = [await instance(), await instance()]
    const refreshing = a.refresher.refresh(id, { kind: 'expiring' })
    await vi.waitFor(() => expect(fake.requests.length).toBe(1))
    await b.rotateCredential(ADMIN, {
      id,
      force: true,
      method: 'oauth',
      accessToken: 'sk-ant-oat01-operator',
      refreshToken: 'sk-ant-ort01-operator',
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      scopes: [],
    })
    expect(await refreshing).toMatchObject({ kind: 'current' })
    expect(await stored(id)).toMatchObject({
      access: 'sk-ant-oat01-operator',
      refresh: 'sk-ant-ort01-operator',
    })
  })

  test('a lock that is lost with its connection: two may ask, what was stored counts', async () => {
    const { fake, instance, credential, stored, sql } = await oauthWorld()
    fake.script({ kind: 'answer', delayMs: 500 })
    const {
      credential: { id },
    } = await credential(5)
    const [a, b] = [await instance(), await instance()]
    const first = a.refresher.refresh(id, { kind: 'expiring' })
    await vi.waitFor(() => expect(fake.requests.length).toBe(1))
    await sql.query(
      `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
       and database = (select oid from pg_database where datname = current_database())`,
    )
    const second = await b.refresher.refresh(id, { kind: 'expiring' })
    expect(second).toMatchObject({ kind: 'failed', problem: { state: 'sign_in_again' } })
    expect((await first).kind).toBe('renewed')
    expect(await stored(id)).toMatchObject({ access: fake.accessTokens[0], problem: null })
  })

  test('a credential that is removed', async () => {
    const { fake, instance, credential, sql } = await oauthWorld()
    fake.script({ kind: 'answer', delayMs: 300 })
    const expiring = await credential(5)
    const { fresh, refresher } = await instance()
    const ready = fresh.ready(expiring, SIGNAL)
    await vi.waitFor(() => expect(fake.requests.length).toBe(1))
    await sql.query('delete from credentials')
    expect(await ready).toBe(expiring)
    expect((await refresher.refresh(expiring.credential.id, { kind: 'expiring' })).kind).toBe('gone')
  })
})
