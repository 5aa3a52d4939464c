// People over HTTP: from the invitation to the last session, automation with tokens, and the way back from the machine.
import { startGateway, expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { adminApi } from '../../fixtures/admin-api.ts'
import { runCli } from '../../fixtures/run-cli.ts'

const PASSWORD = 'a long enough password'
const OWNER = { name: 'Olga', email: 'olga@example.com', password: PASSWORD }

interface Made {
  readonly id: string
  readonly link: string
}

const codeOf = ({ link }: Pick<Made, 'link'>) => link.split('#')[1]!

async function signIn({ url }: Gateway, email: string, password = PASSWORD) {
  const response = await fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  })
  const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0]!
  return { status: response.status, cookie }
}

/** With a cookie, as the console does. */
async function asPerson({ url }: Gateway, cookie: string, procedure: string, input?: unknown) {
  const response = await fetch(`${url}/trpc/${procedure}`, {
    method: input === undefined ? 'GET' : 'POST',
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    ...(input !== undefined && { body: JSON.stringify(input) }),
  })
  const body = (await response.json()) as { result?: { data: unknown } }
  return { status: response.status, data: body.result?.data }
}

async function join(gateway: Gateway, email: string, role: string): Promise<{ id: string; cookie: string }> {
  const made = await gateway.api.mutate<Made>('users.invite', { email, role })
  await gateway.api.mutate('users.acceptInvitation', { code: codeOf(made), name: 'New', password: PASSWORD })
  const { items } = await gateway.api.query<{ items: { id: string; email: string }[] }>('users.list')
  return { id: items.find((person) => person.email === email)!.id, ...(await signIn(gateway, email)) }
}

test('an invited person signs in, and loses what the role gave at once', async ({ gateway }) => {
  const { id, cookie } = await join(gateway, 'ann@example.com', 'admin')
  const project = { slug: 'of-ann', name: 'Of Ann' }
  expect((await asPerson(gateway, cookie, 'projects.create', project)).status).toBe(200)
  for (const [procedure, input] of [
    ['users.list', undefined],
    ['users.invite', { email: 'x@example.com', role: 'viewer' }],
    ['users.setRole', { id, role: 'owner' }],
    ['apiTokens.create', { name: 'x', role: 'viewer', expiresAt: '2026-12-01T00:00:00Z' }],
  ] as const)
    expect((await asPerson(gateway, cookie, procedure, input)).status, procedure).toBe(403)

  await gateway.api.mutate('users.setRole', { id, role: 'viewer' })
  const second = { slug: 'of-ann-2', name: 'x' }
  expect((await asPerson(gateway, cookie, 'projects.create', second)).status).toBe(403)
  expect((await asPerson(gateway, cookie, 'projects.list')).status).toBe(200)
  await gateway.api.mutate('users.remove', { id })
  expect((await asPerson(gateway, cookie, 'projects.list')).status).toBe(401)
  expect((await signIn(gateway, 'ann@example.com')).status).toBe(401)
})

test('an API token acts with its role until it is revoked', async ({ gateway }) => {
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const create = (role: string, more = {}) =>
    gateway.api.mutate<{ id: string; token: string }>('apiTokens.create', {
      name: 'CI',
      role,
      expiresAt,
      ...more,
    })
  const admin = await create('admin')
  const viewer = await create('viewer')
  expect(admin.token).toMatch(/^hga_[A-Za-z0-9_-]{43}$/)
  await expect(create('owner')).rejects.toMatchObject({ status: 400 })
  await expect(create('admin', { expiresAt: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({ status: 400 })
  await expect(create('admin', { expiresAt: '2090-01-01T00:00:00Z' })).rejects.toMatchObject({ status: 400 })

  const asAdmin = adminApi(gateway.url, admin.token)
  const asViewer = adminApi(gateway.url, viewer.token)
  expect(await asAdmin.query('session.current')).toMatchObject({
    kind: 'api_token',
    name: 'CI',
    role: 'admin',
  })
  await asAdmin.mutate('projects.create', { slug: 'by-token', name: 'By a token' })
  await expect(asAdmin.query('users.list')).rejects.toMatchObject({ status: 403 })
  await expect(asAdmin.query('session.list')).rejects.toMatchObject({ status: 403 })
  await expect(asViewer.mutate('projects.create', { slug: 'x', name: 'x' })).rejects.toMatchObject({
    status: 403,
  })
  await asViewer.query('projects.list')
  const { items } = await gateway.api.query<{ items: { id: string; lastUsedAt: string | null }[] }>(
    'apiTokens.list',
  )
  expect(items.find(({ id }) => id === viewer.id)!.lastUsedAt).not.toBeNull()
  expect(JSON.stringify(items)).not.toContain(viewer.token)
  await gateway.api.mutate('apiTokens.revoke', { id: admin.id })
  await expect(asAdmin.query('projects.list')).rejects.toMatchObject({ status: 401 })
  expect(gateway.server.output()).not.toContain(admin.token)
})

test('a wrong code for the second factor is in the trail, with who tried it', async ({ gateway }) => {
  const { id, cookie } = await join(gateway, 'guess@example.com', 'viewer')
  await asPerson(gateway, cookie, 'session.beginSecondFactor', { password: PASSWORD })
  for (let i = 0; i < 6; i++)
    await asPerson(gateway, cookie, 'session.confirmSecondFactor', { code: '000000' })
  const { items } = await gateway.api.query<{ items: { target: { id: string }; after: object }[] }>(
    'audit.list',
    { actor: id, action: 'procedure.denied' },
  )
  expect(items.map(({ target, after }) => [target.id, after]).toReversed()).toEqual([
    ...Array.from({ length: 5 }, () => [
      'session.confirmSecondFactor',
      { reason: 'code: is not the one that the authenticator shows now' },
    ]),
    ['session.confirmSecondFactor', { reason: expect.stringContaining('Too many wrong codes') }],
  ])
})

test('an owner who is locked out comes back from the machine', async () => {
  const gateway = await startGateway()
  try {
    const code = /\/setup#(\S+)/.exec(gateway.server.output())![1]!
    await gateway.api.mutate('setup.createOwner', { ...OWNER, code })
    const { cookie } = await signIn(gateway, OWNER.email)
    // Made by whoever got in with her password.
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const token = await asPerson(gateway, cookie, 'apiTokens.create', { name: 'x', role: 'admin', expiresAt })
    const invited = await asPerson(gateway, cookie, 'users.invite', { email: 'm@example.com', role: 'owner' })
    const byToken = adminApi(gateway.url, (token.data as { token: string }).token)
    await byToken.query('projects.list')
    const env = { HEADGATE_DATA_DIR: gateway.server.dataDir, HEADGATE_PUBLIC_URL: gateway.url }
    const nobody = await runCli(['recover-owner', 'nobody@example.com'], env)
    expect([nobody.code, nobody.err]).toEqual([2, expect.stringContaining('Nobody signs in as') as unknown])
    const { out, code: exit } = await runCli(['recover-owner', 'OLGA@example.com', '--json'], env)
    expect(exit).toBe(0)
    const made = JSON.parse(out) as Made & { email: string }
    expect(made).toMatchObject({
      email: OWNER.email,
      link: expect.stringContaining(`${gateway.url}/invitation#`),
    })

    const recovery = { code: codeOf(made), password: 'quite another phrase' }
    await expect(
      gateway.api.mutate('users.acceptInvitation', { ...recovery, name: 'x' }),
    ).rejects.toMatchObject({ status: 403 })
    await expect(
      gateway.api.mutate('users.recover', { ...recovery, password: 'password1234' }),
    ).rejects.toMatchObject({ status: 400 })
    expect(await gateway.api.mutate('users.recover', recovery)).toEqual({ email: OWNER.email })
    await expect(gateway.api.mutate('users.recover', recovery)).rejects.toMatchObject({ status: 403 })
    expect((await asPerson(gateway, cookie, 'session.current')).status).toBe(401)
    await expect(byToken.query('projects.list')).rejects.toMatchObject({ status: 401 })
    await expect(
      gateway.api.mutate('users.openLink', { code: codeOf(invited.data as Made) }),
    ).rejects.toMatchObject({ status: 403 })
    const { items } = await gateway.api.query<{ items: { after: object }[] }>('audit.list', {
      action: 'user.recover',
    })
    expect(items[0]!.after).toMatchObject({
      revokedApiTokens: [(token.data as Made).id],
      revokedInvitations: [(invited.data as Made).id],
    })
    expect((await signIn(gateway, OWNER.email)).status).toBe(401)
    expect((await signIn(gateway, OWNER.email, recovery.password)).status).toBe(200)
  } finally {
    await gateway.close()
  }
})
