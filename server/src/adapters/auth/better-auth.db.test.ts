import { describe, expect, test, vi } from 'vitest'
import { authWorld, ORIGIN, OWNER } from '../../../test/auth-world.ts'
import { makeChangePassword } from '../../core/sign-in/change-password.ts'
import { makeEndSessions } from '../../core/sign-in/end-sessions.ts'
import { makeListSessions } from '../../core/sign-in/list-sessions.ts'
import { makeBeginSecondFactor } from '../../core/sign-in/begin-second-factor.ts'
import { makeConfirmSecondFactor } from '../../core/sign-in/confirm-second-factor.ts'
import { makeDisableSecondFactor } from '../../core/sign-in/disable-second-factor.ts'
import { makeSignInGuard } from '../../core/sign-in/sign-in-guard.ts'
import { totp } from '../crypto/totp.ts'

describe('people', () => {
  test('signing in and out is written down', async () => {
    const { signIn, post, trail, userOf, home } = await authWorld()
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

  test('guesses are written down without what was guessed, and not without end', async () => {
    const { post, sql, home } = await authWorld()
    const guess = (email: string, password: string) => post('/sign-in/email', { email, password })
    expect((await guess('Ada@Example.com', 'not the right one')).statusCode).toBe(401)
    expect((await guess('nobody@example.com', 'not the right one')).statusCode).toBe(401)
    // Typed into the wrong field.
    await guess('my secret passw0rd', 'ada@example.com')
    const select = `select actor_kind, actor_id, address, target_id, after from audit_events where action = 'user.sign_in_denied' order by at, id`
    const stranger = { actor_kind: 'stranger', actor_id: null, address: home }
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
    const { post } = await authWorld(publicUrl)
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
    const { post, signIn, userOf } = await authWorld()
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
    const { signIn, sql } = await authWorld()
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await sql.query('alter table audit_events rename to away')
    const { status, cookie } = await signIn()
    complaints.mockRestore()
    expect([status, cookie]).toEqual([500, 'undefined'])
  })

  test('what the console does not use does not exist', async () => {
    const { app, post, signIn, sql } = await authWorld()
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
    const { signIn, clock } = await authWorld()
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

  test('guesses from where a session is open have to wait as well', async () => {
    const { signIn, own, clock } = await authWorld()
    const here = '192.0.2.201'
    expect((await signIn(undefined, { from: here })).status).toBe(200)
    const guard = makeSignInGuard(own)
    const waits: (Date | null)[] = []
    for (let i = 0; i < 20; i++) waits.push(await guard.admit(OWNER.email, here))
    // What everybody has, and then its own.
    const admitted = waits.filter((wait) => wait === null).length
    expect(admitted).toBeGreaterThanOrEqual(10)
    expect(admitted).toBeLessThanOrEqual(14)
    clock.offsetMs = 301_000
    expect((await signIn(undefined, { from: here })).status).toBe(200)
  })

  test('many guesses at the same moment are counted one by one', async () => {
    const { signIn } = await authWorld()
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, i) => signIn(`guess number ${i}`, { from: `198.51.100.${i}` })),
    )
    expect(results.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(6)
    expect(results.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(14)
  })

  test('the second factor is asked for once it is confirmed, and no code works twice', async () => {
    const { signIn, own, actorOf, userOf, sql, clock } = await authWorld()
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

    const disable = (code?: string) => makeDisableSecondFactor(own)(ada, { password: OWNER.password, code })
    await expect(disable()).rejects.toMatchObject({ kind: 'invalid', reason: null })
    for (const used of [wrong, code, recoveryCodes[0]!])
      await expect(disable(used)).rejects.toMatchObject({ kind: 'invalid', reason: 'wrong_code' })
    await disable(recoveryCodes[1])
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
    expect(
      (await sql.query(`select address from audit_events where action = 'user.use_recovery_code'`)).rows,
    ).toEqual([{ address: '203.0.113.8' }, { address: null }])
  })

  test('guesses at the second factor have to wait too, and who makes them knows the password', async () => {
    const { signIn, own, actorOf, sql } = await authWorld()
    const ada = await actorOf((await signIn()).cookie)
    const { secret } = await makeBeginSecondFactor(own)(ada, { password: OWNER.password })
    await makeConfirmSecondFactor(own)(ada, { code: totp(secret, Math.floor(Date.now() / 30_000)) })
    await signIn(undefined, { from: '203.0.115.1' })
    const said: unknown[] = []
    for (let i = 0; i < 8; i++)
      said.push((await signIn(undefined, { code: `00000${i}`, from: `203.0.114.${i}` })).status)
    expect(said.slice(5)).toEqual([429, 429, 429])
    const { rows } = await sql.query<{ reason: string }>(
      `select distinct after ->> 'reason' as reason from audit_events where action = 'user.sign_in_denied' order by 1`,
    )
    expect(rows.map(({ reason }) => reason)).toEqual([
      'The password was right, the code was missing.',
      'The password was right, the code was wrong.',
      'There were too many tries.',
    ])
  })

  test('a session is over 30 days after signing in, however much it is used', async () => {
    const { signIn, own, actorOf, userOf, sql } = await authWorld()
    const [old, young] = [await signIn(), await signIn()]
    const { sessionId } = await actorOf(old.cookie)
    const madeDaysAgo = (days: number) =>
      sql.query(`update auth.session set "createdAt" = now() - $1 * interval '1 day' where id = $2`, [
        days,
        sessionId,
      ])
    await madeDaysAgo(29.9)
    expect(await userOf(old.cookie)).not.toBeNull()
    const ada = await actorOf(young.cookie)
    const listed = (await makeListSessions(own)(ada, ada.id)).items.find(({ id }) => id === sessionId)!
    expect(Date.parse(listed.expiresAt) - Date.now()).toBeLessThan(0.11 * 24 * 3_600_000)
    await madeDaysAgo(30.1)
    expect(await userOf(old.cookie)).toBeNull()
    expect((await makeListSessions(own)(ada, ada.id)).items.map(({ id }) => id)).toEqual([ada.sessionId])
  })

  test('a new password ends all other sessions; one can be ended by itself', async () => {
    const { signIn, own, actorOf, userOf, home } = await authWorld()
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
