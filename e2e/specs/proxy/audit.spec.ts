// The audit trail from outside: everything that was done or rejected is in it, it hands itself out, and it holds no secret.
import pg from 'pg'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN, expect, startGateway, test, type Gateway } from '../../fixtures/gateway.ts'

interface Event {
  readonly id: string
  readonly time: string
  readonly actor: { readonly kind: string; readonly id: string | null; readonly name: string }
  readonly address: string | null
  readonly action: string
  readonly target: { readonly kind: string; readonly id: string }
  readonly before: Readonly<Record<string, unknown>> | null
  readonly after: Readonly<Record<string, unknown>> | null
}
interface Page {
  readonly items: readonly Event[]
  readonly nextCursor: string | null
}

const OWNER = { name: 'Owner', email: 'owner@example.com', password: 'a long enough password' }
const SECRET = 'sk-ant-api03-never-in-the-trail-0123456789'
const UNKNOWN = '0189f3a0-5b7e-7000-8000-000000000001'

const list = ({ api }: Pick<Gateway, 'api'>, input: object = {}) => api.query<Page>('audit.list', input)

async function signIn(
  url: string,
  password: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(`${url}/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url, ...headers },
    body: JSON.stringify({ email: OWNER.email, password }),
  })
}

/** Each change there is, once. */
async function changeEverything(gateway: Gateway): Promise<void> {
  const { api } = gateway
  const project = await gateway.projectOn('anthropic', { apiKey: SECRET })
  const { id } = project.credential
  await api.mutate('credentials.update', { id, name: 'Renamed' })
  await api.mutate('credentials.rotate', { id, method: 'api_key', apiKey: `${SECRET}-2` })
  await api.mutate('credentials.probe', { id })
  await api.mutate('credentials.clearCooldown', { id })
  await api.mutate('projects.update', { id: project.id, name: 'Renamed' })
  const override = await api.mutate<{ id: string }>('models.setOverride', {
    model: 'audited-model',
    baseModel: 'claude-haiku-4-5',
  })
  await api.mutate('models.removeOverride', { id: override.id })
  await api.mutate('keys.revoke', { id: project.keyId })
  await api.mutate('projects.remove', { id: project.id })
  await api.mutate('credentials.remove', { id })
}

test('every change is written down with its actor, address, before and after', async () => {
  const gateway = await startGateway()
  try {
    const code = /\/setup#(\S+)/.exec(gateway.server.output())![1]!
    await gateway.api.mutate('setup.createOwner', { ...OWNER, code })
    await changeEverything(gateway)
    const { items } = await list(gateway, { limit: 200 })
    expect(items.map(({ action }) => action).toReversed()).toEqual([
      'user.create_owner',
      'credential.create',
      'project.create',
      'project.set_routing',
      'key.create',
      'credential.update',
      'credential.rotate',
      'credential.probe',
      'credential.clear_cooldown',
      'project.update',
      'model.override.set',
      'model.override.remove',
      'key.revoke',
      'project.remove',
      'credential.remove',
    ])
    const byToken = items.filter(({ action }) => action !== 'user.create_owner')
    for (const { actor, address } of byToken)
      expect([actor.kind, address]).toEqual(['admin_token', '127.0.0.1'])
    expect(items.find(({ action }) => action === 'credential.update')).toMatchObject({
      before: { name: expect.stringContaining('acc_') as unknown },
      after: { name: 'Renamed' },
    })
    expect(items.find(({ action }) => action === 'credential.remove')).toMatchObject({ after: null })
    expect(JSON.stringify(items)).not.toContain('never-in-the-trail')
  } finally {
    await gateway.close()
  }
})

test('sign-ins, failed ones, and what was denied', async () => {
  const gateway = await startGateway()
  try {
    const { url, api } = gateway
    const code = /\/setup#(\S+)/.exec(gateway.server.output())![1]!
    await expect(api.mutate('setup.createOwner', { ...OWNER, code: 'wrong' })).rejects.toMatchObject({
      status: 403,
    })
    await api.mutate('setup.createOwner', { ...OWNER, code })
    expect((await signIn(url, 'wrong password 123')).status).toBe(401)
    const cookie = (await signIn(url, OWNER.password)).headers.getSetCookie()[0]!.split(';')[0]!
    const current = `${url}/trpc/session.current`
    await fetch(current, { headers: { cookie, origin: 'https://evil.example' } })
    await fetch(current, { headers: { authorization: `Bearer ${SECRET}` } })
    // One caller who is denied once, whatever it asks for at a time.
    await fetch(`${url}/trpc/session.current,system.status?batch=1&input={}`, {
      headers: { authorization: `Bearer ${SECRET}` },
    })
    const database = new pg.Client({ connectionString: embeddedDatabaseUrl(gateway.server.dataDir).href })
    await database.connect()
    await database.query(`update auth."user" set role = 'viewer'`)
    const asViewer = (path: string, init: RequestInit = {}) =>
      fetch(`${url}${path}`, {
        ...init,
        headers: { cookie, origin: url, 'content-type': 'application/json' },
      })
    const create = await asViewer('/trpc/projects.create', {
      method: 'POST',
      body: JSON.stringify({ slug: 'no', name: SECRET }),
    })
    expect(create.status).toBe(403)
    expect((await asViewer('/audit/export')).status).toBe(403)
    expect((await asViewer('/trpc/audit.list')).status).toBe(200)
    await expect(database.query('delete from audit_events')).rejects.toThrow('append-only')
    await database.end()
    await fetch(`${url}/auth/sign-out`, { method: 'POST', headers: { cookie, origin: url } })

    const { items } = await list(gateway, { limit: 200 })
    expect(items.map(({ action, actor, target }) => [action, actor.kind, target.id]).toReversed()).toEqual([
      ['procedure.denied', 'admin_token', 'setup.createOwner'],
      ['user.create_owner', 'user', expect.any(String)],
      ['user.sign_in_denied', 'stranger', OWNER.email],
      ['user.sign_in', 'user', expect.any(String)],
      ['session.denied', 'stranger', 'server'],
      ['admin_token.denied', 'stranger', 'server'],
      ['admin_token.denied', 'stranger', 'server'],
      ['procedure.denied', 'user', 'projects.create'],
      ['procedure.denied', 'user', 'audit.export'],
      ['user.sign_out', 'user', expect.any(String)],
    ])
    for (const { address } of items) expect(address).toBe('127.0.0.1')
    expect(JSON.stringify(items)).not.toMatch(/never-in-the-trail|wrong password/)
  } finally {
    await gateway.close()
  }
})

test('wrong admin tokens cannot flood the trail', async () => {
  const gateway = await startGateway()
  try {
    const call = () =>
      fetch(`${gateway.url}/trpc/system.status`, { headers: { authorization: 'Bearer wrong' } })
    for (let i = 0; i < 5; i++) await Promise.all(Array.from({ length: 20 }, call))
    const { items } = await list(gateway, { action: 'admin_token' })
    expect(items.length).toBeGreaterThan(0)
    // A minute may have turned meanwhile.
    expect(items.length).toBeLessThanOrEqual(20)
  } finally {
    await gateway.close()
  }
})

test('the list pages, filters, and denies what is no filter', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const page = await list(gateway, { limit: 2 })
  expect(page.items).toHaveLength(2)
  const next = await list(gateway, { limit: 2, cursor: page.nextCursor })
  expect(next.items.some(({ id }) => page.items.some((item) => item.id === id))).toBe(false)
  const ofProject = await list(gateway, { targetKind: 'project', targetId: project.id })
  expect(ofProject.items.map(({ action }) => action)).toEqual(['project.set_routing', 'project.create'])
  const found = await list(gateway, { text: project.slug.toUpperCase(), action: 'project' })
  expect(found.items.length).toBeGreaterThan(0)
  for (const input of [{ cursor: 'made up' }, { text: '' }, { from: 'yesterday' }, { nonsense: 1 }])
    await expect(list(gateway, input)).rejects.toMatchObject({ status: 400 })
})

test('the export is every event as a line of JSON, for those who may have it', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const get = (query = '', headers: Record<string, string> = { authorization: `Bearer ${ADMIN_TOKEN}` }) =>
    fetch(`${gateway.url}/audit/export${query}`, { headers })
  const response = await get()
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson'])
  expect(response.headers.get('content-disposition')).toContain('attachment')
  expect(response.headers.get('cache-control')).toBe('no-store')
  const lines = (await response.text()).split('\n')
  expect(lines.pop()).toBe('')
  const events = lines.map((line) => JSON.parse(line) as Event)
  expect(events[0]!.action).toBe('audit.export')
  expect(events.some(({ target }) => target.id === project.id)).toBe(true)
  const filtered = (await (await get(`?targetId=${project.id}`)).text()).trimEnd().split('\n')
  expect(filtered).toHaveLength(2)
  expect(await (await get(`?targetId=${UNKNOWN}`)).text()).toBe('')

  expect((await get('', {})).status).toBe(401)
  expect((await get('', { authorization: 'Bearer wrong' })).status).toBe(401)
  for (const query of ['?nonsense=1', '?from=yesterday', '?text=', '?text=a&text=b']) {
    const denied = await get(query)
    expect([query, denied.status]).toEqual([query, 400])
    expect(await denied.json()).toMatchObject({ error: { type: 'invalid_request_error' } })
  }
})

test('denied project keys are in the trail, with nothing of the key but its prefix', async () => {
  const gateway = await startGateway()
  try {
    const { url, api } = gateway
    const revoked = await gateway.projectOn('anthropic')
    const disabled = await gateway.projectOn('anthropic')
    await api.mutate('keys.revoke', { id: revoked.keyId })
    await api.mutate('projects.update', { id: disabled.id, enabled: false })
    const made = `hg_live_${'neverIssued'.repeat(4).slice(0, 43)}`
    const answers: unknown[] = []
    for (const key of [made, SECRET, revoked.key, disabled.key]) {
      const response = await fetch(`${url}/v1/models?key=${key}`, { headers: { 'x-api-key': key } })
      const { error } = (await response.json()) as { error: object }
      answers.push([response.status, error])
    }
    for (const answer of answers) expect(answer).toEqual(answers[0])
    // Nobody presented one.
    expect((await fetch(`${url}/v1/models`)).status).toBe(401)
    // Nobody waits for them: they come in any order.
    const denials = async () => (await list(gateway, { action: 'key.denied' })).items
    await expect.poll(async () => (await denials()).length).toBe(4)
    const items = await denials()
    const facts = items.map(({ target, after }) => [target.id, after!['reason'], after!['prefix']])
    expect(new Set(facts.map((fact) => JSON.stringify(fact)))).toEqual(
      new Set(
        [
          ['unknown', 'It is no key of this gateway.', 'hg_live_neve'],
          ['unknown', 'It is no key of this gateway.', null],
          [revoked.keyId, 'The key is revoked.', revoked.key.slice(0, 12)],
          [disabled.keyId, "The key's project is disabled.", disabled.key.slice(0, 12)],
        ].map((fact) => JSON.stringify(fact)),
      ),
    )
    expect(items.map(({ actor, address }) => [actor.kind, address])).toEqual(
      Array.from({ length: 4 }, () => ['stranger', '127.0.0.1']),
    )
    for (const key of [made, SECRET, revoked.key, disabled.key])
      expect(JSON.stringify(items)).not.toContain(key.slice(12))
  } finally {
    await gateway.close()
  }
})
