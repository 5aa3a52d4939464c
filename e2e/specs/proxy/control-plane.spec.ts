// The typed API from outside: who may call it, what it answers, and what a change does to the data plane.
import { ADMIN_TOKEN, expect, startGateway, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'

const OWNER = { name: 'Owner', email: 'owner@example.com', password: 'a long enough password' }

async function signIn(gateway: Gateway, password = OWNER.password): Promise<Response> {
  return fetch(`${gateway.url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: gateway.url },
    body: JSON.stringify({ email: OWNER.email, password }),
  })
}

test('strangers see nothing but whether an owner exists', async ({ gateway }) => {
  const strangers: Record<string, string>[] = [
    {},
    { authorization: 'Bearer wrong' },
    { authorization: `Bearer ${ADMIN_TOKEN}x` },
    { cookie: 'headgate.session_token=x.y' },
  ]
  for (const headers of strangers) {
    for (const procedure of [
      'credentials.list',
      'projects.list',
      'keys.list',
      'requests.list',
      'system.status',
      'session.current',
    ]) {
      const response = await fetch(`${gateway.url}/trpc/${procedure}`, { headers })
      expect(response.status, procedure).toBe(401)
    }
  }
  expect(await (await fetch(`${gateway.url}/trpc/setup.status`)).json()).toEqual({
    result: { data: { ownerExists: expect.any(Boolean) as unknown } },
  })
})

test('the setup link makes one owner, who signs in with a cookie that other sites cannot use', async () => {
  const gateway = await startGateway()
  try {
    const code = /\/setup#(\S+)/.exec(gateway.server.output())![1]!
    await expect(gateway.api.mutate('setup.createOwner', { ...OWNER, code: 'wrong' })).rejects.toMatchObject({
      status: 403,
    })
    await expect(
      gateway.api.mutate('setup.createOwner', { ...OWNER, code, password: 'short' }),
    ).rejects.toMatchObject({ status: 400 })
    await gateway.api.mutate('setup.createOwner', { ...OWNER, code })
    await expect(
      gateway.api.mutate('setup.createOwner', { ...OWNER, code, email: 'second@example.com' }),
    ).rejects.toMatchObject({ status: 409 })

    expect((await signIn(gateway, 'wrong password here')).status).toBe(401)
    const signedIn = await signIn(gateway)
    expect(signedIn.status).toBe(200)
    const [setCookie] = signedIn.headers.getSetCookie()
    expect(setCookie).toMatch(/HttpOnly/i)
    expect(setCookie).toMatch(/SameSite=Lax/i)
    const cookie = setCookie!.split(';')[0]!
    const asOwner = (headers: Record<string, string>) =>
      fetch(`${gateway.url}/trpc/session.current`, { headers: { cookie, ...headers } })
    expect(await (await asOwner({ origin: gateway.url })).json()).toMatchObject({
      result: { data: { kind: 'user', email: OWNER.email, role: 'owner' } },
    })
    expect((await asOwner({ origin: gateway.url.replace('127.0.0.1', 'localhost') })).status).toBe(200)
    expect((await asOwner({ origin: 'https://evil.example' })).status).toBe(401)
    expect((await asOwner({ 'sec-fetch-site': 'cross-site' })).status).toBe(401)

    const signUp = await fetch(`${gateway.url}/auth/sign-up/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: gateway.url },
      body: JSON.stringify({ ...OWNER, email: 'third@example.com' }),
    })
    expect(signUp.ok).toBe(false)
    expect(gateway.server.output()).not.toContain(OWNER.password)
  } finally {
    await gateway.server.discard()
  }
})

test('guessing passwords is throttled', async () => {
  const gateway = await startGateway()
  try {
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) statuses.push((await signIn(gateway, `guess number ${i} of many`)).status)
    expect(statuses.at(-1)).toBe(429)
  } finally {
    await gateway.server.discard()
  }
})

test('lists work without input, in batches, and page by key', async ({ gateway }) => {
  await gateway.projectOn('anthropic')
  await gateway.projectOn('bedrock')
  const batch = await fetch(
    `${gateway.url}/trpc/projects.list,credentials.list,system.status?batch=1&input=${encodeURIComponent('{}')}`,
    {
      headers: { authorization: `Bearer ${ADMIN_TOKEN}` },
    },
  )
  expect(batch.status).toBe(200)
  expect(await batch.json()).toHaveLength(3)
  const first = await gateway.api.query<{ items: object[]; nextCursor: string }>('credentials.list', {
    limit: 1,
  })
  const second = await gateway.api.query<{ items: object[] }>('credentials.list', {
    limit: 1,
    cursor: first.nextCursor,
  })
  expect(first.items).not.toEqual(second.items)
})

test('queries take their input from the body as well, changes only there', async ({ gateway }) => {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
  const input = JSON.stringify({ limit: 1 })
  const posted = await fetch(`${gateway.url}/trpc/projects.list`, { method: 'POST', headers, body: input })
  expect(await posted.json()).toMatchObject({ result: { data: { items: expect.any(Array) as unknown } } })
  const slug = encodeURIComponent(JSON.stringify({ slug: 'by-get', name: 'x' }))
  expect((await fetch(`${gateway.url}/trpc/projects.create?input=${slug}`, { headers })).status).toBe(405)
})

test('denials say what is wrong, with the right status', async ({ gateway }) => {
  const { api } = gateway
  const credential = await gateway.addCredential('anthropic')
  const nobody = '0189f3a0-5b7e-7000-8000-000000000001'
  const project = await gateway.addProject(credential)
  for (const [procedure, input, status, says] of [
    [
      'credentials.create',
      { provider: 'anthropic', method: 'api_key', accountId: credential.accountId, name: 'x', apiKey: 'k' },
      409,
      'is taken',
    ],
    ['projects.create', { slug: project.slug, name: 'x' }, 409, 'is taken'],
    ['credentials.update', { id: nobody, name: 'x' }, 404, 'does not exist'],
    ['credentials.update', { id: credential.id, region: 'us-east-1' }, 400, 'belong to Bedrock'],
    [
      'credentials.update',
      { id: credential.id, endpointUrl: gateway.anthropic.url },
      400,
      'needs the secret again',
    ],
    [
      'credentials.rotate',
      {
        id: credential.id,
        method: 'oauth',
        accessToken: 'a',
        refreshToken: 'r',
        expiresAt: '2099-01-01T00:00:00Z',
      },
      400,
      'uses api_key',
    ],
    ['projects.setRouting', { id: project.id, pool: [{ credentialId: nobody }] }, 400, 'does not exist'],
    [
      'projects.setRouting',
      { id: project.id, pool: [{ credentialId: credential.id }, { credentialId: credential.id }] },
      400,
      'twice',
    ],
    ['keys.create', { projectId: nobody, name: 'x' }, 404, 'does not exist'],
    [
      'keys.create',
      { projectId: project.id, name: 'x', expiresAt: '2020-01-01T00:00:00Z' },
      400,
      'in the past',
    ],
    ['keys.revoke', { id: nobody }, 404, 'does not exist'],
    ['projects.update', { id: 'no uuid' }, 400, 'id:'],
  ] as const) {
    const error = await api.mutate(procedure, input).then(
      () => null,
      (thrown: unknown) => thrown as Error & { status: number },
    )
    expect(error?.status, procedure).toBe(status)
    expect(error?.message, procedure).toContain(says)
  }
})

test('credentials.create warns about a strange secret and still saves it', async ({ gateway }) => {
  const saved = await gateway.addCredential('bedrock', { apiKey: 'of-a-new-kind-0123456789' })
  expect(saved).toMatchObject({
    warnings: [expect.stringContaining('does not look like') as unknown],
    keyPreview: 'of-...6789',
  })
})

test('a probe tells what works and what does not, and is never an error', async ({ gateway }) => {
  const stored = await gateway.addCredential('bedrock', { geography: 'us' })
  expect(await gateway.api.mutate('credentials.probe', { id: stored.id })).toMatchObject({
    ok: true,
    status: 200,
    model: 'claude-haiku-4-5',
    upstreamModel: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    region: 'us-east-1',
    error: null,
  })
  const draft = {
    provider: 'anthropic',
    method: 'api_key',
    accountId: 'draft',
    name: 'D',
    apiKey: 'sk-ant-api03-x',
  }
  gateway.anthropic.script({
    kind: 'error',
    status: 401,
    type: 'authentication_error',
    message: 'invalid x-api-key',
  })
  expect(await gateway.api.mutate('credentials.probe', { draft })).toMatchObject({
    ok: false,
    status: 401,
    error: 'invalid x-api-key',
  })
  expect(
    await gateway.api.mutate('credentials.probe', { draft: { ...draft, endpointUrl: 'http://127.0.0.1:9' } }),
  ).toMatchObject({ ok: false, status: null })
  gateway.anthropic.script({ kind: 'error', status: 401, type: 'authentication_error', message: 'no' })
  const rejected = await gateway.projectOn('anthropic')
  await postMessages(gateway.url, rejected)
  expect(await gateway.api.query('credentials.get', { id: rejected.credential.id })).toMatchObject({
    status: 'rejected',
  })
  await gateway.api.mutate('credentials.probe', { id: rejected.credential.id })
  expect(await gateway.api.query('credentials.get', { id: rejected.credential.id })).toMatchObject({
    status: 'ready',
  })
})

test('changes count at once: rotation, endpoint, routing, disabling, removal', async ({ gateway }) => {
  const { api, anthropic, url } = gateway
  const project = await gateway.projectOn('anthropic')
  const { id } = project.credential
  const sentKey = async () => {
    await postMessages(url, project, bodyOf())
    return anthropic.requests.at(-1)!.headers['x-api-key']
  }
  await api.mutate('credentials.rotate', { id, method: 'api_key', apiKey: 'sk-ant-api03-second' })
  expect(await sentKey()).toBe('sk-ant-api03-second')
  await api.mutate('credentials.update', {
    id,
    endpointUrl: `${anthropic.url}/`,
    secret: { apiKey: 'sk-ant-api03-third' },
  })
  expect(await sentKey()).toBe('sk-ant-api03-third')
  const bedrock = await gateway.addCredential('bedrock')
  await api.mutate('projects.setRouting', { id: project.id, pool: [{ credentialId: bedrock.id }] })
  expect((await postMessages(url, project)).headers.get('x-headgate-provider')).toBe('bedrock')
  await api.mutate('credentials.update', { id: bedrock.id, enabled: false })
  expect((await postMessages(url, project)).status).toBe(503)
  await api.mutate('credentials.update', { id: bedrock.id, enabled: true })
  expect((await postMessages(url, project)).status).toBe(200)
  await api.mutate('credentials.remove', { id: bedrock.id })
  expect((await postMessages(url, project)).status).toBe(503)
})

test('a cursor that no page gave out is denied', async ({ gateway }) => {
  for (const list of ['requests.list', 'keys.list']) {
    for (const cursor of [
      'garbage',
      'x y',
      '2026-01-01T00:00:00.000Z',
      '2026-01-01T00:00:00.000Z x\u0000',
      '-271821-04-20T00:00:00.000Z x',
      '0000-01-01T00:00:00.000Z 0189f3a0-5b7e-7000-8000-000000000001',
    ]) {
      await expect(gateway.api.query(list, { cursor }), `${list} ${cursor}`).rejects.toMatchObject({
        status: 400,
        message: expect.stringContaining('cursor'),
      })
    }
  }
})

test('errors do not repeat what was sent', async ({ gateway }) => {
  const secret = 'sk-ant-api03-typed-where-it-does-not-belong'
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}`, 'content-type': 'application/json' }
  const answers = await Promise.all([
    fetch(`${gateway.url}/trpc/credentials.list?input=${secret}`, { headers }),
    fetch(`${gateway.url}/trpc/keys.create`, { method: 'POST', headers, body: `{"${secret}":1}` }),
    fetch(`${gateway.url}/trpc/keys.create`, { method: 'POST', headers, body: secret }),
  ])
  for (const answer of answers) {
    const text = await answer.text()
    expect([answer.status, text.includes('where-it-does-not')]).toEqual([400, false])
  }
})
