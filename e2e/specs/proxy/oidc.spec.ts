// Sign-in by an identity provider, against a real OpenID Connect server.
import { once } from 'node:events'
import { expect, test } from '@playwright/test'
import { startFakeOidc, type Somebody } from '../../fakes/oidc/fake-oidc.ts'
import { adminApi } from '../../fixtures/admin-api.ts'
import { freePort } from '../../fixtures/free-port.ts'
import { runServer, startServer } from '../../fixtures/server-process.ts'

/** Follows redirects with cookies, as a browser does. */
function browser() {
  const jars = new Map<string, Map<string, string>>()
  async function visit(address: string): Promise<Response> {
    const url = new URL(address)
    const jar = jars.get(url.host) ?? new Map<string, string>()
    jars.set(url.host, jar)
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
      if (value === '') jar.delete(name!)
      else jar.set(name!, value!)
    }
    return response
  }
  return {
    visit,
    /** Up to the first address that `until` knows, which is not visited. */
    async follow(from: string, until: (url: string) => boolean): Promise<string> {
      let at = from
      for (let hop = 0; hop < 12 && !until(at); hop++)
        at = new URL((await visit(at)).headers.get('location')!, at).href
      return at
    },
  }
}

const ADMIN_TOKEN = 'admin-token-for-end-to-end-tests-0123456789'

async function world(env: Record<string, string> = {}) {
  const port = await freePort()
  const redirectUri = `http://127.0.0.1:${port}/auth/oidc/callback`
  const oidc = await startFakeOidc(redirectUri)
  const server = await startServer({
    port,
    env: {
      HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
      HEADGATE_OIDC_ISSUER: oidc.issuer,
      HEADGATE_OIDC_CLIENT_ID: oidc.clientId,
      HEADGATE_OIDC_CLIENT_SECRET: oidc.clientSecret,
      ...env,
    },
  })
  const isBack = (url: string) => url.startsWith(redirectUri)
  return {
    server,
    api: adminApi(server.url, ADMIN_TOKEN),
    isBack,
    /** The whole way, as one person in a fresh browser. @returns where it ends, and who is asking from then on. */
    async enter(somebody: Somebody) {
      oidc.signInAs(somebody)
      const { visit, follow } = browser()
      const back = await follow(`${server.url}/auth/oidc/start`, isBack)
      const end = (await visit(back)).headers.get('location')
      const current = await visit(`${server.url}/trpc/session.current`)
      const { result } = (await current.json()) as { result?: { data: { role: string; email: string } } }
      return { end, role: result?.data.role ?? null, visit, back }
    },
    oidc,
    async close() {
      await server.discard()
      await oidc.close()
    },
  }
}

const GROUPS = {
  HEADGATE_OIDC_OWNER_GROUPS: 'bosses',
  HEADGATE_OIDC_ADMIN_GROUPS: 'platform, sre',
  HEADGATE_OIDC_VIEWER_GROUPS: 'staff',
}
const ann = { sub: 'ann-1', email: 'Ann@example.com', email_verified: true, name: 'Ann' }

test('groups give a role, at each sign-in anew; nobody else comes in', async () => {
  const { enter, api, close } = await world(GROUPS)
  try {
    expect(await enter({ ...ann, groups: ['sre', 'staff'] })).toMatchObject({ end: '/', role: 'admin' })
    expect(await enter({ ...ann, groups: ['staff'] })).toMatchObject({ end: '/', role: 'viewer' })
    expect(await enter({ ...ann, groups: ['elsewhere'] })).toMatchObject({
      end: '/sign-in?problem=no-access',
      role: null,
    })
    expect(await enter({ ...ann, sub: 'bob-1', email: 'bob@example.com', groups: ['bosses'] })).toMatchObject(
      {
        role: 'owner',
      },
    )
    // The last owner stays one, or nobody could give roles any more.
    expect(await enter({ ...ann, sub: 'bob-1', email: 'bob@example.com', groups: ['staff'] })).toMatchObject({
      role: 'owner',
    })
    expect(await enter({ sub: 'x', email: 'ann@example.com', groups: ['bosses'] })).toMatchObject({
      role: null,
    })
    const { items } = await api.query<{ items: object[] }>('users.list')
    expect(items).toHaveLength(2)
    expect(items).toContainEqual(
      expect.objectContaining({ email: 'ann@example.com', name: 'Ann', role: 'viewer', hasPassword: false }),
    )
    expect(await api.query('session.ways')).toEqual({ identityProvider: true })
    const denied = await api.query<{ items: object[] }>('audit.list', { action: 'user.sign_in_denied' })
    expect(denied.items).toMatchObject([
      {
        target: { id: 'ann@example.com' },
        after: { reason: expect.stringContaining('verified') as unknown },
      },
      {
        actor: { kind: 'stranger' },
        address: '127.0.0.1',
        target: { kind: 'user', id: 'ann@example.com' },
        after: {
          reason: expect.stringContaining('nobody has given you access') as unknown,
          subject: 'ann-1',
        },
      },
    ])
  } finally {
    await close()
  }
})

test('without groups only people come in who were invited, by a verified address', async () => {
  const { enter, api, close } = await world()
  try {
    expect(await enter(ann)).toMatchObject({ end: '/sign-in?problem=no-access', role: null })
    await api.mutate('users.invite', { email: 'ann@example.com', role: 'admin' })
    expect(await enter({ ...ann, email_verified: false })).toMatchObject({ role: null })
    expect(await enter(ann)).toMatchObject({ end: '/', role: 'admin' })
    expect(await api.query('users.invitations')).toMatchObject({ items: [] })
    expect(await enter(ann)).toMatchObject({ end: '/', role: 'admin' })
  } finally {
    await close()
  }
})

test('an answer counts once, in the browser that began, with its state', async () => {
  const { enter, api, oidc, server, isBack, close } = await world(GROUPS)
  try {
    const { back, visit } = await enter({ ...ann, groups: ['staff'] })
    expect((await visit(back)).headers.get('location')).toBe('/sign-in?problem=provider')

    oidc.signInAs({ ...ann, groups: ['staff'] })
    const [first, second] = [browser(), browser()]
    const start = `${server.url}/auth/oidc/start`
    const answer = await first.follow(start, isBack)
    await second.follow(start, isBack)
    for (const [who, url] of [
      [browser(), answer],
      [second, answer],
      [first, answer.replace(/state=[^&]+/, 'state=another')],
    ] as const) {
      const response = await who.visit(url)
      expect(response.headers.get('location')).toBe('/sign-in?problem=provider')
      expect(response.headers.getSetCookie().join()).not.toContain('session_token')
    }
    const { items } = await api.query<{ items: object[] }>('audit.list', { action: 'user.sign_in_denied' })
    expect(items).toHaveLength(4)
    for (const event of items)
      expect(event).toMatchObject({
        actor: { kind: 'stranger' },
        target: { id: 'unknown' },
        after: { reason: 'The identity provider did not confirm it.' },
      })
    expect(server.output()).not.toContain(oidc.clientSecret)
  } finally {
    await close()
  }
})

test('under https the cookie of a sign-in that has begun counts only as set by this host over https', async () => {
  const { server, oidc, close } = await world({ HEADGATE_PUBLIC_URL: 'https://gateway.example' })
  try {
    const response = await fetch(`${server.url}/auth/oidc/start`, { redirect: 'manual' })
    expect(response.headers.get('location')).toContain(oidc.issuer)
    expect(response.headers.getSetCookie().join()).toMatch(/^__Secure-headgate\.oidc=.+; Secure$/)
  } finally {
    await close()
  }
})

test('an issuer needs a client, and the gateway starts without its provider', async () => {
  const { child, output } = runServer({ HEADGATE_OIDC_ISSUER: 'https://id.example' })
  await once(child, 'exit')
  expect(output()).toContain('HEADGATE_OIDC_CLIENT_ID: must be set together with HEADGATE_OIDC_ISSUER')
  const server = await startServer({
    env: { HEADGATE_OIDC_ISSUER: 'http://127.0.0.1:9', HEADGATE_OIDC_CLIENT_ID: 'x' },
  })
  try {
    const response = await fetch(`${server.url}/auth/oidc/start`, { redirect: 'manual' })
    expect(response.headers.get('location')).toBe('/sign-in?problem=provider')
  } finally {
    await server.discard()
  }
})
