import fastify from 'fastify'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'
import { makeCreateOwner } from '../../core/admin/create-owner.ts'
import { makeNoteSession } from '../../core/admin/note-session.ts'
import { makeNoteRefusal } from '../../core/audit/note-refusal.ts'
import { makeOriginPolicy } from '../../http/auth/origin-policy.ts'
import { registerAuthRoutes } from '../../http/auth/auth-routes.ts'
import { AUTH_PATH, CLIENT_ADDRESS_HEADER, makeBetterAuth } from './better-auth.ts'

const ORIGIN = 'http://127.0.0.1:4100'
const OWNER = { name: 'Ada', email: 'ada@example.com', password: 'a long enough password' }

const log = { debug() {}, info() {}, warn() {}, error() {}, isDebug: () => false }

async function world(remoteAddress = '192.0.2.7', publicUrl = ORIGIN) {
  const { url, sql, transact, newId, now } = await migratedDatabase()
  const auth = makeBetterAuth({
    databaseUrl: url,
    publicUrl,
    trustedOrigins: [publicUrl],
    secret: 's'.repeat(32),
    noteSession: makeNoteSession({ transact }),
    log,
  })
  const app = fastify()
  registerAuthRoutes(app, {
    path: AUTH_PATH,
    publicUrl,
    clientAddressHeader: CLIENT_ADDRESS_HEADER,
    handle: (request) => auth.handle(request),
    noteRefusal: makeNoteRefusal({ transact, log, now }),
    origins: makeOriginPolicy(publicUrl),
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

  const post = (path: string, body: object, cookie = '', headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: `/auth${path}`,
      headers: { origin: publicUrl, cookie, ...headers, 'content-type': 'application/json' },
      payload: JSON.stringify(body),
      remoteAddress,
    })
  return {
    app,
    sql,
    post,
    async signIn(password = OWNER.password) {
      const response = await post('/sign-in/email', { email: OWNER.email, password })
      return { status: response.statusCode, cookie: String(response.headers['set-cookie']).split(';')[0]! }
    },
    userOf: (cookie: string) => auth.userOf(new Headers({ cookie })),
    async trail() {
      const { rows } = await sql.query<Record<string, unknown>>(
        `select action, actor_kind, actor_name, address, target_kind, target_id = actor_id as of_the_actor
         from audit_events where action not in ('user.create_owner', 'user.sign_in_refused') order by at, id`,
      )
      return rows
    },
  }
}

describe('people', () => {
  test('signing in and out is written down', async () => {
    const { signIn, post, trail, userOf } = await world()
    expect((await signIn('not the right one')).status).toBe(401)
    expect((await post('/sign-out', {})).statusCode).toBe(200)
    expect((await post('/sign-out', {}, 'headgate.session_token=made.up')).statusCode).toBe(200)
    expect(await trail()).toEqual([])

    const { status, cookie } = await signIn()
    expect([status, (await userOf(cookie))?.email]).toEqual([200, OWNER.email])
    const event = {
      actor_kind: 'user',
      actor_name: 'Ada',
      address: '192.0.2.7',
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

  test('guesses are written down without what was guessed, and not without end', async () => {
    const { post, sql } = await world('192.0.2.8')
    const guess = (email: string, password: string) => post('/sign-in/email', { email, password })
    expect((await guess('Ada@Example.com', 'not the right one')).statusCode).toBe(401)
    expect((await guess('nobody@example.com', 'not the right one')).statusCode).toBe(401)
    // Typed into the wrong field.
    await guess('my secret passw0rd', 'ada@example.com')
    const select = `select actor_kind, actor_id, address, target_id, after from audit_events where action = 'user.sign_in_refused' order by at, id`
    const stranger = { actor_kind: 'stranger', actor_id: null, address: '192.0.2.8' }
    const wrong = { status: 401, reason: 'The email or the password is wrong.' }
    expect((await sql.query(select)).rows).toEqual([
      { ...stranger, target_id: 'ada@example.com', after: wrong },
      { ...stranger, target_id: 'nobody@example.com', after: wrong },
      { ...stranger, target_id: 'unknown', after: expect.objectContaining({ status: 400 }) as unknown },
    ])
    for (let i = 0; i < 30; i++) await guess('ada@example.com', `guess number ${i}`)
    const { rows } = await sql.query<object>(select)
    expect(rows).toHaveLength(10)
    expect(JSON.stringify(rows)).not.toMatch(/passw0rd|not the right|guess number/)
  })

  test.each([
    [
      'https://gateway.example',
      '__Secure-headgate.session_token',
      ['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure'],
    ],
    [ORIGIN, 'headgate.session_token', ['HttpOnly', 'Path=/', 'SameSite=Lax']],
  ])('the cookie of %s is for its own site, and not for scripts', async (publicUrl, name, flags) => {
    const { post } = await world('192.0.2.9', publicUrl)
    const { email, password } = OWNER
    const response = await post('/sign-in/email', { email, password })
    const cookies = [response.headers['set-cookie']].flat()
    expect(cookies).toHaveLength(1)
    const [pair, ...attributes] = String(cookies[0]).split('; ')
    expect(pair!.split('=')[0]).toBe(name)
    // No domain: it stays with this host.
    expect(attributes.filter((attribute) => !attribute.startsWith('Max-Age=')).toSorted()).toEqual(flags)
  })

  test('no other site signs anybody in or out', async () => {
    const { post, signIn, userOf } = await world('192.0.2.10')
    const { email, password } = OWNER
    const foreign = [{ origin: 'https://evil.example' }, { origin: 'null' }]
    for (const headers of foreign) {
      const response = await post('/sign-in/email', { email, password }, '', headers)
      expect([response.statusCode, response.headers['set-cookie']]).toEqual([403, undefined])
    }
    const { cookie } = await signIn()
    for (const headers of foreign) expect((await post('/sign-out', {}, cookie, headers)).statusCode).toBe(403)
    expect(await userOf(cookie)).not.toBeNull()
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
})
