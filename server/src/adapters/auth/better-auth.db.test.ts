import fastify from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'
import { makeCreateOwner } from '../../core/admin/create-owner.ts'
import { makeNoteSession } from '../../core/admin/note-session.ts'
import { registerAuthRoutes } from '../../http/auth/auth-routes.ts'
import {
  makeChangePassword,
  makeEndSessions,
  makeListSessions,
  type PersonActor,
} from '../../core/people/own-access.ts'
import {
  makeBeginSecondFactor,
  makeConfirmSecondFactor,
  makeDisableSecondFactor,
} from '../../core/people/second-factor.ts'
import { makeSignInGuard } from '../../core/people/sign-in-guard.ts'
import { equalBytes, equalTexts, sha256 } from '../crypto/digests.ts'
import { randomBase32, totp } from '../crypto/totp.ts'
import { makeGuessLimit } from '../db/guess-limits.ts'
import { AUTH_PATH, CLIENT_ADDRESS_HEADER, makeBetterAuth } from './better-auth.ts'

const ORIGIN = 'http://127.0.0.1:4100'
const OWNER = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }

/** The library counts the calls of an address in memory, across all tests of a process. */
let worlds = 0

async function world() {
  const home = `192.0.2.${++worlds}`
  const database = await migratedDatabase()
  const { url, sql, transact, newId } = database
  const clock = { offsetMs: 0 }
  const now = () => new Date(Date.now() + clock.offsetMs)
  const guessLimit = makeGuessLimit({ orm: database.orm, digest: sha256, now })
  const crypto = { totp, equalTexts, equalBytes, digest: sha256 }
  const auth = makeBetterAuth({
    databaseUrl: url,
    publicUrl: ORIGIN,
    trustedOrigins: [ORIGIN],
    secret: 's'.repeat(32),
    noteSession: makeNoteSession({ transact }),
    guard: makeSignInGuard({ ...database, ...crypto, guessLimit, now }),
    log: { debug() {}, info() {}, warn() {}, error() {}, isDebug: () => false },
  })
  const app = fastify()
  registerAuthRoutes(app, {
    path: AUTH_PATH,
    publicUrl: ORIGIN,
    clientAddressHeader: CLIENT_ADDRESS_HEADER,
    handle: (request) => auth.handle(request),
  })
  onTestFinished(async () => {
    await app.close()
    await auth.close()
  })
  const createOwner = makeCreateOwner({
    transact,
    setupCode: 'code',
    equalTexts: (a, b) => a === b,
    hashPassword: (password) => auth.hashPassword(password),
    newId,
  })
  await createOwner(null, { ...OWNER, code: 'code' })

  const post = (path: string, body: object, cookie = '', address = home) =>
    app.inject({
      method: 'POST',
      url: `/auth${path}`,
      headers: { origin: ORIGIN, cookie, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
      remoteAddress: address,
    })
  return {
    app,
    sql,
    post,
    async signIn(password = OWNER.password, { code, from }: { code?: string; from?: string } = {}) {
      const response = await post('/sign-in/email', { email: OWNER.email, password, code }, '', from)
      return {
        status: response.statusCode,
        cookie: String(response.headers['set-cookie']).split(';')[0]!,
        said: response.json<{ code?: string } | null>()?.code,
      }
    },
    clock,
    home,
    own: {
      ...database,
      ...crypto,
      now,
      guessLimit,
      randomBase32,
      hashPassword: auth.hashPassword,
      verifyPassword: auth.verifyPassword,
    },
    async actorOf(cookie: string): Promise<PersonActor> {
      const user = await auth.userOf(new Headers({ cookie }))
      return { kind: 'user', ...user!, address: null }
    },
    userOf: (cookie: string) => auth.userOf(new Headers({ cookie })),
    async trail() {
      const { rows } = await sql.query<Record<string, unknown>>(
        `select action, actor_kind, actor_name, address, target_kind, target_id = actor_id as of_the_actor
         from audit_events where action <> 'user.create_owner' order by at, id`,
      )
      return rows
    },
  }
}

describe('people', () => {
  test('signing in and out is written down, guesses are not', async () => {
    const { signIn, post, trail, userOf, home } = await world()
    expect((await signIn('not the right one')).status).toBe(401)
    expect((await post('/sign-out', {})).statusCode).toBe(200)
    expect((await post('/sign-out', {}, 'headgate.session_token=made.up')).statusCode).toBe(200)
    expect(await trail()).toEqual([])

    const { status, cookie } = await signIn()
    expect([status, (await userOf(cookie))?.email]).toEqual([200, OWNER.email])
    const event = {
      actor_kind: 'user',
      actor_name: 'Ada',
      address: home,
      target_kind: 'user',
      of_the_actor: true,
    }
    expect(await trail()).toEqual([{ action: 'user.sign_in', ...event }])
    expect((await post('/sign-out', {}, cookie)).statusCode).toBe(200)
    expect(await userOf(cookie)).toBeNull()
    expect(await trail()).toEqual([
      { action: 'user.sign_in', ...event },
      { action: 'user.sign_out', ...event },
    ])
  })

  test('nobody comes in unseen', async () => {
    const { signIn, sql } = await world()
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await sql.query('alter table audit_events rename to away')
    const { status, cookie } = await signIn()
    complaints.mockRestore()
    expect([status, cookie]).toEqual([500, 'undefined'])
  })

  test('what the console does not use does not exist', async () => {
    const { app, post, signIn, sql } = await world()
    const { cookie } = await signIn()
    for (const [path, body] of [
      ['/update-user', { name: 'Mallory' }],
      ['/change-email', { newEmail: 'm@example.com' }],
      ['/change-password', { currentPassword: OWNER.password, newPassword: 'another long password' }],
      ['/delete-user', { password: OWNER.password }],
      ['/update-session', {}],
      ['/revoke-sessions', {}],
      ['/sign-up/email', { ...OWNER, email: 'm@example.com' }],
      ['/sign-in/email/../../update-user', { name: 'Mallory' }],
      ['/sign-in/email%2f..%2f..%2fupdate-user', { name: 'Mallory' }],
    ] as const)
      expect((await post(path, body, cookie)).statusCode, path).toBe(404)
    expect((await app.inject({ url: '/auth/list-sessions', headers: { cookie } })).statusCode).toBe(404)
    expect((await sql.query('select name, email from auth."user"')).rows).toEqual([
      { name: OWNER.name, email: OWNER.email },
    ])
  })

  test('guesses at one person have to wait, from wherever they come, and nobody is locked out for good', async () => {
    const { signIn, clock } = await world()
    expect((await signIn(undefined, { from: '192.0.2.200' })).status).toBe(200)
    const statuses: number[] = []
    for (let i = 0; i < 12; i++)
      statuses.push((await signIn(`guess number ${i}`, { from: `198.51.100.${i}` })).status)
    expect(statuses).toEqual([401, 401, 401, 401, 401, ...Array.from({ length: 7 }, () => 429)])
    expect((await signIn(undefined, { from: '203.0.113.1' })).status).toBe(429)
    // Where a session is open already, the guesses of others do not count.
    expect((await signIn(undefined, { from: '192.0.2.200' })).status).toBe(200)
    for (let i = 0; i < 40; i++) await signIn(`guess again ${i}`, { from: `198.51.101.${i}` })
    clock.offsetMs = 301_000
    expect((await signIn(undefined, { from: '203.0.113.2' })).status).toBe(200)
  })

  test('many guesses at the same moment are counted one by one', async () => {
    const { signIn } = await world()
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => signIn(`guess number ${i}`, { from: `198.51.100.${i}` })),
    )
    expect(results.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6)
    expect(results.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(14)
  })

  test('the second factor is asked for once it is confirmed, and no code works twice', async () => {
    const { signIn, own, actorOf, userOf, sql, clock } = await world()
    const { cookie } = await signIn()
    const ada = await actorOf(cookie)
    await expect(makeBeginSecondFactor(own)(ada, { password: 'not the right one' })).rejects.toMatchObject({
      kind: 'forbidden',
    })
    const { secret, uri } = await makeBeginSecondFactor(own)(ada, { password: OWNER.password })
    expect(uri).toContain(secret)
    const codeNow = (steps = 0) => totp(secret, Math.floor(own.now().getTime() / 30_000) + steps)
    expect((await signIn()).status).toBe(200)
    const wrong = codeNow() === '000000' ? '000001' : '000000'
    await expect(makeConfirmSecondFactor(own)(ada, { code: wrong })).rejects.toMatchObject({
      kind: 'invalid',
    })
    const { recoveryCodes } = await makeConfirmSecondFactor(own)(ada, { code: codeNow() })
    expect(new Set(recoveryCodes).size).toBe(10)
    const stored = JSON.stringify((await sql.query('select * from second_factors')).rows)
    for (const known of [secret, ...recoveryCodes]) expect(stored).not.toContain(known)

    const needed = await signIn()
    expect([needed.status, needed.said]).toEqual([401, 'SECOND_FACTOR_NEEDED'])
    expect(await userOf(needed.cookie)).toBeNull()
    expect((await sql.query('select id from auth.session')).rows).toHaveLength(1)
    // The code that confirmed it has been used.
    expect((await signIn(undefined, { code: codeNow() })).said).toBe('SECOND_FACTOR_WRONG')
    clock.offsetMs += 60_000
    const code = codeNow()
    const passed = await signIn(undefined, { code })
    expect([passed.status, (await userOf(passed.cookie))?.email]).toEqual([200, OWNER.email])
    expect((await signIn(undefined, { code })).said).toBe('SECOND_FACTOR_WRONG')
    expect((await signIn('not the right one', { code: recoveryCodes[0]! })).said).toBe(
      'INVALID_EMAIL_OR_PASSWORD',
    )
    clock.offsetMs += 600_000
    const typed = recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ')
    expect((await signIn(undefined, { code: typed, from: '203.0.113.8' })).status).toBe(200)
    expect((await signIn(undefined, { code: typed, from: '203.0.113.8' })).said).toBe('SECOND_FACTOR_WRONG')

    await makeDisableSecondFactor(own)(ada, { password: OWNER.password })
    expect((await signIn(undefined, { from: '203.0.113.8' })).status).toBe(200)
    const actions = await sql.query<{ action: string }>(
      `select distinct action from audit_events where action like '%factor%' or action like '%code%' order by 1`,
    )
    expect(actions.rows.map(({ action }) => action)).toEqual([
      'user.begin_second_factor',
      'user.disable_second_factor',
      'user.enable_second_factor',
      'user.use_recovery_code',
    ])
  })

  test('guesses at the second factor have to wait too', async () => {
    const { signIn, own, actorOf } = await world()
    const ada = await actorOf((await signIn()).cookie)
    const { secret } = await makeBeginSecondFactor(own)(ada, { password: OWNER.password })
    await makeConfirmSecondFactor(own)(ada, { code: totp(secret, Math.floor(Date.now() / 30_000)) })
    const said: unknown[] = []
    for (let i = 0; i < 8; i++)
      said.push((await signIn(undefined, { code: `00000${i}`, from: `203.0.114.${i}` })).status)
    expect(said.slice(5)).toEqual([429, 429, 429])
  })

  test('a new password ends all other sessions; one can be ended by itself', async () => {
    const { signIn, own, actorOf, userOf, home } = await world()
    const [here, there, elsewhere] = [await signIn(), await signIn(), await signIn()]
    const ada = await actorOf(here.cookie)
    const change = makeChangePassword(own)
    await expect(
      change(ada, { currentPassword: 'wrong', password: 'another long password' }),
    ).rejects.toMatchObject({ kind: 'forbidden' })
    await expect(
      change(ada, { currentPassword: OWNER.password, password: 'password1234' }),
    ).rejects.toMatchObject({ kind: 'invalid' })
    const listed = await makeListSessions(own)(ada, ada.id)
    expect(listed.items.filter(({ current }) => current)).toHaveLength(1)
    expect(listed.items.map(({ address }) => address)).toEqual([home, home, home])
    const elsewhereId = (await actorOf(elsewhere.cookie)).sessionId!
    expect(await makeEndSessions(own)(ada, { id: ada.id, sessionId: elsewhereId })).toEqual({ ended: 1 })
    expect(await userOf(elsewhere.cookie)).toBeNull()
    await expect(makeEndSessions(own)(ada, { id: ada.id, sessionId: 'made-up' })).rejects.toMatchObject({
      kind: 'not_found',
    })
    const next = 'another long password'
    expect(await change(ada, { currentPassword: OWNER.password, password: next })).toEqual({ ended: 1 })
    expect([await userOf(there.cookie), (await userOf(here.cookie))?.email]).toEqual([null, OWNER.email])
    expect([(await signIn()).status, (await signIn(next)).status]).toEqual([401, 200])
  })
})
