// The life of Anthropic's OAuth credentials on the running gateway: renewed once, in time, by whichever replica.
import type { ServerProcess } from '../../fixtures/server-process.ts'
import { freePort } from '../../fixtures/free-port.ts'
import { adminApi } from '../../fixtures/admin-api.ts'
import { ADMIN_TOKEN, expect, test } from '../../fixtures/gateway.ts'
import { errorOf, postMessages } from '../../fixtures/messages.ts'
import { FIRST_ACCESS, inSeconds, oauthProject, oauthReplicas } from '../../fixtures/oauth-replicas.ts'

interface View {
  readonly id: string
  readonly status: string
  readonly statusReason: string | null
  readonly refreshProblem: {
    readonly state: string
    readonly reason: string
    readonly failures: number
  } | null
}

interface Begun {
  readonly flowId: string
  readonly authorizeUrl: string
  readonly completion: string
}

const statusOf = async (server: ServerProcess, key: string) =>
  (await postMessages(server.url, { key })).status

async function consent(authorizeUrl: string): Promise<URL> {
  const response = await fetch(authorizeUrl, { redirect: 'manual' })
  return new URL(response.headers.get('location')!)
}

test('300 calls on three replicas at the moment of expiry: one refresh, and no call fails', async ({
  gateway,
}) => {
  await using world = await oauthReplicas(gateway)
  const { oauth, anthropic } = world
  const a = await world.start()
  const [b, c] = await Promise.all([world.start(), world.start()])
  const { api, id, key } = await oauthProject(a, { leftSeconds: 3600 })
  for (const replica of [b, c]) await expect.poll(() => statusOf(replica, key), { timeout: 5000 }).toBe(200)
  oauth.always({ kind: 'answer', delayMs: 300 })
  const second = `sk-ant-oat01-${'second'.repeat(6)}`
  world.accepted.push(second)
  await api.mutate('credentials.rotate', {
    id,
    method: 'oauth',
    accessToken: second,
    refreshToken: `sk-ant-ort01-${'second'.repeat(6)}`,
    expiresAt: inSeconds(10),
  })
  const statuses = await Promise.all(Array.from({ length: 300 }, (_, i) => statusOf([a, b, c][i % 3]!, key)))
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect([oauth.refreshes, oauth.requests.length]).toEqual([1, 1])
  // A replica that had not heard of the rotation yet hears of the renewal.
  for (const replica of [a, b, c]) {
    await expect
      .poll(async () => {
        await statusOf(replica, key)
        return anthropic.requests.at(-1)!.headers.authorization
      })
      .toBe(`Bearer ${oauth.accessTokens[0]}`)
  }
  expect(oauth.requests.length).toBe(1)
  expect(await api.query<View>('credentials.get', { id })).toMatchObject({
    status: 'ready',
    refreshProblem: null,
  })
  for (const replica of [a, b, c]) expect(replica.output()).not.toContain(oauth.accessTokens[0]!.slice(13))
})

test('the upstream rejects a token before its time: one refresh, one more try, both on record', async ({
  gateway,
}) => {
  await using world = await oauthReplicas(gateway)
  const server = await world.start()
  const { api, key } = await oauthProject(server, {
    leftSeconds: 3600,
    accessToken: `sk-ant-oat01-${'revoked'.repeat(5)}`,
  })
  const responses = await Promise.all(Array.from({ length: 20 }, () => postMessages(server.url, { key })))
  expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200))
  expect(world.oauth.requests.length).toBe(1)
  await expect
    .poll(async () => {
      const { items } = await api.query<{ items: { attempts: { result: string; status: number }[] }[] }>(
        'requests.list',
      )
      return items
        .map(({ attempts }) => attempts.map(({ result, status }) => `${status} ${result}`).join(', '))
        .sort()[0]
    })
    .toBe('401 credential_rejected, 200 ok')
})

test('a rejected refresh token: the client hears of the gateway, the operator what to do, and signing in heals it', async ({
  gateway,
}) => {
  await using world = await oauthReplicas(gateway)
  const { oauth } = world
  const server = await world.start()
  const { api, id, key } = await oauthProject(server, {
    leftSeconds: 3600,
    accessToken: 'sk-ant-oat01-expired',
  })
  oauth.always({ kind: 'invalid_grant' })
  for (let i = 0; i < 5; i++) {
    expect(await errorOf(await postMessages(server.url, { key }))).toMatchObject({
      status: 502,
      type: 'api_error',
    })
  }
  expect(oauth.requests.length).toBe(1)
  expect(await api.query<View>('credentials.get', { id })).toMatchObject({
    status: 'rejected',
    statusReason: 'Sign in again: invalid_grant: Refresh token not found or invalid',
  })
  oauth.always({ kind: 'answer' })
  const begun = await api.mutate<Begun>('credentials.beginOAuth', { id })
  expect(begun.completion).toBe('paste')
  const page = await (await fetch(begun.authorizeUrl)).text()
  const pasted = /<code id="code">([^<]+)</.exec(page)![1]!
  const saved = await api.mutate<View>('credentials.completeOAuth', {
    flowId: begun.flowId,
    code: ` ${pasted}\n`,
  })
  expect(saved).toMatchObject({ id, status: 'ready' })
  expect(await statusOf(server, key)).toBe(200)
  await expect(
    api.mutate('credentials.completeOAuth', { flowId: begun.flowId, code: pasted }),
  ).rejects.toMatchObject({
    status: 404,
  })
})

test('a token endpoint that is down: the token is used to its end, and renewed when it is back', async ({
  gateway,
}) => {
  await using world = await oauthReplicas(gateway)
  const { oauth } = world
  const server = await world.start()
  oauth.always({ kind: 'error', status: 503, headers: { 'retry-after': '600' } })
  const { api, id, key } = await oauthProject(server, { leftSeconds: 20 })
  expect(await statusOf(server, key)).toBe(200)
  expect(await api.query<View>('credentials.get', { id })).toMatchObject({
    status: 'expiring_soon',
    refreshProblem: { state: 'retrying', reason: 'server_error: Scripted failure', failures: 1 },
  })
  await expect(api.mutate('credentials.refresh', { id })).rejects.toMatchObject({ status: 502 })
  oauth.always({ kind: 'answer' })
  expect(await api.mutate<View>('credentials.refresh', { id })).toMatchObject({
    status: 'ready',
    refreshProblem: null,
  })
  expect(await statusOf(server, key)).toBe(200)
  expect(oauth.refreshes).toBe(1)
})

test('while the database is away the token at hand is used, and nothing is refreshed', async ({
  gateway,
}) => {
  await using world = await oauthReplicas(gateway)
  const { oauth, gate } = world
  const server = await world.start()
  oauth.always({ kind: 'error', status: 503 })
  const { api, id, key } = await oauthProject(server, { leftSeconds: 15 })
  await api.mutate('credentials.refresh', { id }).catch(() => null)
  gate.shut()
  oauth.reset()
  for (let i = 0; i < 3; i++) expect(await statusOf(server, key)).toBe(200)
  expect(oauth.requests).toEqual([])
  gate.open()
  await expect
    .poll(
      () =>
        api.mutate('credentials.refresh', { id }).then(
          () => 'renewed',
          () => null,
        ),
      { timeout: 15_000 },
    )
    .toBe('renewed')
  expect(oauth.refreshes).toBe(1)
})

test('the browser comes back to the gateway: completed with the session, shown without, never twice', async ({
  gateway,
}) => {
  await using world = await oauthReplicas(gateway)
  const port = await freePort()
  const server = await world.start({
    port,
    env: { HEADGATE_OAUTH_REDIRECT_URI: `http://127.0.0.1:${port}/oauth/callback` },
  })
  const owner = { email: 'owner@example.com', password: 'a long enough password', name: 'Owner' }
  const setupCode = /\/setup#(\S+)/.exec(server.output())![1]
  await adminApi(server.url, ADMIN_TOKEN).mutate('setup.createOwner', { ...owner, code: setupCode })
  const signedIn = await fetch(`${server.url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email: owner.email, password: owner.password }),
  })
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!
  const begin = async (input: object) => {
    const response = await fetch(`${server.url}/trpc/credentials.beginOAuth`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, origin: server.url },
      body: JSON.stringify(input),
    })
    return ((await response.json()) as { result: { data: Begun } }).result.data
  }
  const visit = async (url: URL, headers: Record<string, string> = {}) => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { 'sec-fetch-site': 'cross-site', ...headers },
    })
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get('location'),
    }
  }
  const begun = await begin({ accountId: 'acc_console', name: 'Console' })
  expect(begun.completion).toBe('callback')
  const back = await consent(begun.authorizeUrl)
  expect(back.origin + back.pathname).toBe(`${server.url}/oauth/callback`)
  const shown = await visit(back)
  expect(shown.status).toBe(200)
  expect(shown.text).toContain(
    `${back.searchParams.get('code')}#${back.searchParams.get('state')}`.replace('#', '#'),
  )
  const done = await visit(back, { cookie })
  const { items } = await adminApi(server.url, ADMIN_TOKEN).query<{
    items: (View & { accountId: string })[]
  }>('credentials.list')
  const { id } = items.find(({ accountId }) => accountId === 'acc_console')!
  expect([done.status, done.location]).toEqual([303, `/credentials?signedIn=${id}`])
  expect((await visit(back, { cookie })).status).toBe(404)

  const denied = new URL(back)
  denied.search = '?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E&state=x'
  const page = await visit(denied, { cookie })
  expect(page.status).toBe(400)
  expect(page.text).toContain('access_denied')
  expect(page.text).not.toContain('<script')
  for (const search of ['', '?code=x', '?state=x', '?code=a&code=b&state=c']) {
    denied.search = search
    expect((await visit(denied, { cookie })).status).toBe(400)
  }
  denied.search = '?code=x&state=unknown'
  expect((await visit(denied, { cookie })).status).toBe(404)
  expect(world.oauth.codeGrants).toBe(1)
})

test('without a client id signing in is not available, and says why', async ({ gateway }) => {
  const begun = gateway.api.mutate('credentials.beginOAuth', { accountId: 'acc_x', name: 'X' })
  await expect(begun).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('HEADGATE_OAUTH_CLIENT_ID is not set'),
  })
  const { id } = await gateway.addCredential('oauth', { accessToken: FIRST_ACCESS })
  await expect(gateway.api.mutate('credentials.refresh', { id })).rejects.toMatchObject({ status: 400 })
})
