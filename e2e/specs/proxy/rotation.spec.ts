// A secret is replaced in place: tried first, without a moment in which nothing works, on every replica.
import { randomBytes } from 'node:crypto'
import { startFakeAnthropic } from '../../fakes/anthropic/fake-anthropic.ts'
import { startFakeBedrock } from '../../fakes/bedrock/fake-bedrock.ts'
import { adminApi } from '../../fixtures/admin-api.ts'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN, BEDROCK_KEY, expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'
import { startServer } from '../../fixtures/server-process.ts'

const FIRST = `sk-ant-api03-${'first'.repeat(8)}`
const SECOND = `sk-ant-api03-${'second'.repeat(8)}`

interface View {
  readonly keyPreview: string
}

const previewOf = async ({ api }: Pick<Gateway, 'api'>, id: string) =>
  (await api.query<View>('credentials.get', { id })).keyPreview

test('a secret that the upstream rejects changes nothing, and its words are passed on', async ({
  gateway,
}) => {
  const { api, anthropic, url } = gateway
  const project = await gateway.projectOn('anthropic', { apiKey: FIRST })
  const { id } = project.credential
  const rotation = { id, method: 'api_key', apiKey: SECOND }
  for (const [behaviour, status, says] of [
    [{ kind: 'error', status: 401, message: 'invalid x-api-key' }, 400, 'rejected (401): invalid x-api-key'],
    [{ kind: 'error', status: 429, message: 'slow down' }, 502, 'could not be told (status 429): slow down'],
    [{ kind: 'error', status: 500, message: 'oops' }, 502, 'could not be told (status 500): oops'],
    [{ kind: 'reset' }, 502, 'could not be told (no answer)'],
  ] as const) {
    anthropic.script(behaviour)
    await expect(api.mutate('credentials.rotate', rotation)).rejects.toMatchObject({
      status,
      message: expect.stringMatching(new RegExp(`${says.replaceAll(/[()]/g, String.raw`\$&`)}.*force`)),
    })
    expect(await previewOf(gateway, id)).toBe('sk-ant-api...irst')
  }
  await postMessages(url, project)
  expect(anthropic.requests.at(-1)!.headers['x-api-key']).toBe(FIRST)

  const before = anthropic.requests.length
  await api.mutate('credentials.rotate', { ...rotation, force: true })
  expect(anthropic.requests.length).toBe(before)
  expect(await previewOf(gateway, id)).toBe('sk-ant-api...cond')
})

test('a secret that comes with another address is tried there first, and nothing is changed when it fails', async ({
  gateway,
}) => {
  const { api, anthropic, url } = gateway
  const elsewhere = await startFakeAnthropic({ apiKeys: [SECOND] })
  try {
    const project = await gateway.projectOn('anthropic', { apiKey: FIRST })
    const { id } = project.credential
    const move = { id, name: 'Moved', endpointUrl: elsewhere.url }
    const stored = await api.query<object>('credentials.get', { id })
    const askedHere = anthropic.requests.length
    await expect(
      api.mutate('credentials.update', { ...move, secret: { apiKey: 'sk-ant-api03-wrong' } }),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringMatching(/^The new secret was rejected \(401\): .*force/),
      data: expect.objectContaining({ reason: 'secret_rejected' }),
    })
    elsewhere.script({ kind: 'error', status: 503, message: 'later' })
    await expect(
      api.mutate('credentials.update', { ...move, secret: { apiKey: SECOND } }),
    ).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining('could not be told (status 503): later'),
      data: expect.objectContaining({ reason: 'secret_untold' }),
    })
    expect(await api.query('credentials.get', { id })).toEqual(stored)
    await postMessages(url, project)
    expect(anthropic.requests.at(-1)!.headers['x-api-key']).toBe(FIRST)
    expect(anthropic.requests.length).toBe(askedHere + 1)
    await api.mutate('credentials.update', { ...move, secret: { apiKey: SECOND } })
    expect(await previewOf(gateway, id)).toBe('sk-ant-api...cond')
    const nowhere = { ...move, endpointUrl: 'http://127.0.0.1:9' }
    const { warnings } = await api.mutate<{ warnings: string[] }>('credentials.update', {
      ...nowhere,
      secret: { apiKey: SECOND },
    })
    expect(warnings[0]).toMatch(/^The secret is stored untried, for nothing answered: .+/)
    const asked = elsewhere.requests.length
    await api.mutate('credentials.update', {
      ...move,
      force: true,
      secret: { apiKey: 'sk-ant-api03-untried' },
    })
    expect(elsewhere.requests.length).toBe(asked)
    expect(await previewOf(gateway, id)).toBe('sk-ant-api...ried')
    const { items } = await api.query<{ items: { action: string; after: object }[] }>('audit.list', {
      targetId: id,
      action: 'credential',
    })
    expect(items.map(({ action }) => action).slice(0, 5)).toEqual([
      'credential.update',
      'credential.update',
      'credential.update',
      'credential.update_rejected',
      'credential.update_rejected',
    ])
    expect(items[4]!.after).toMatchObject({ endpointUrl: elsewhere.url, status: 401 })
  } finally {
    await elsewhere.close()
  }
})

test('every kind is tried as it would be used', async ({ gateway }) => {
  const { api, bedrock, anthropic } = gateway
  const key = await gateway.addCredential('bedrock')
  await expect(
    api.mutate('credentials.rotate', {
      id: key.id,
      method: 'api_key',
      apiKey: 'of-no-known-form-0123456789',
    }),
  ).rejects.toMatchObject({ status: 400, message: expect.stringContaining('rejected (403)') })
  await api.mutate('credentials.rotate', { id: key.id, method: 'api_key', apiKey: `${BEDROCK_KEY}2` })
  expect(bedrock.requests.at(-1)!.headers.authorization).toBe(`Bearer ${BEDROCK_KEY}2`)

  const iam = await gateway.addCredential('iam')
  await expect(
    api.mutate('credentials.rotate', {
      id: iam.id,
      method: 'iam',
      accessKeyId: 'AKIAENDTOENDTESTKEY1',
      secretAccessKey: 'another',
    }),
  ).rejects.toMatchObject({ status: 400 })

  const oauth = await gateway.addCredential('oauth')
  const tokens = { accessToken: `sk-ant-oat01-${'z'.repeat(30)}`, refreshToken: 'sk-ant-ort01-z' }
  await api.mutate('credentials.rotate', {
    id: oauth.id,
    method: 'oauth',
    expiresAt: '2099-01-01T00:00:00Z',
    ...tokens,
  })
  expect(anthropic.requests.at(-1)!.headers.authorization).toBe(`Bearer ${tokens.accessToken}`)
})

test('three replicas: what runs ends with the old secret, what starts within 5 s takes the new one, nothing fails', async ({
  gateway,
}) => {
  const accepted = [FIRST]
  const anthropic = await startFakeAnthropic({ apiKeys: accepted })
  const bedrock = await startFakeBedrock()
  const database = embeddedDatabaseUrl(gateway.server.dataDir)
  database.pathname = `/rotation_${randomBytes(5).toString('hex')}`
  const env = {
    DATABASE_URL: database.href,
    HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
    HEADGATE_ENCRYPTION_KEYS: `k:${Buffer.alloc(32, 6).toString('base64')}`,
    HEADGATE_ANTHROPIC_URL: anthropic.url,
    HEADGATE_BEDROCK_URL: bedrock.url,
  }
  const first = await startServer({ env })
  const servers = [first, ...(await Promise.all([startServer({ env }), startServer({ env })]))]
  try {
    const api = adminApi(first.url, ADMIN_TOKEN)
    const common = { provider: 'anthropic', method: 'api_key', accountId: 'acc_rotated', name: 'R' }
    const { id } = await api.mutate<{ id: string }>('credentials.create', { ...common, apiKey: FIRST })
    const project = await api.mutate<{ id: string }>('projects.create', { slug: 'p', name: 'P' })
    await api.mutate('projects.setRouting', { id: project.id, pool: [{ credentialId: id }] })
    const { key } = await api.mutate<{ key: string }>('keys.create', { projectId: project.id, name: 'k' })
    const post = async (server: (typeof servers)[number], body = bodyOf()) => {
      const response = await postMessages(server.url, { key }, body)
      return { status: response.status, text: await response.text() }
    }
    for (const server of servers)
      await expect.poll(async () => (await post(server)).status, { timeout: 5000 }).toBe(200)

    anthropic.script({ kind: 'answer', silence: { after: 2, ms: 3000 } })
    const running = post(servers[1]!, bodyOf({ stream: true }))
    await expect.poll(() => anthropic.requests.length).toBe(4)
    accepted.push(SECOND)
    await api.mutate('credentials.rotate', { id, method: 'api_key', apiKey: SECOND })
    const rotatedAt = Date.now()
    const statuses = new Set<number>()
    const newOn = new Set<string>()
    const ask = async (server: (typeof servers)[number]) => {
      statuses.add((await post(server)).status)
      if (anthropic.requests.at(-1)!.headers['x-api-key'] === SECOND) newOn.add(server.url)
    }
    while (newOn.size < servers.length && Date.now() - rotatedAt < 5000)
      for (const server of servers) await ask(server)
    expect([newOn.size, [...statuses]]).toEqual([3, [200]])
    const ended = await running
    expect([ended.status, ended.text.includes('message_stop')]).toEqual([200, true])
    // The old one may go now.
    accepted.shift()
    for (const server of servers) expect((await post(server)).status).toBe(200)
  } finally {
    await Promise.all(servers.map((server) => server.discard()))
    await Promise.all([anthropic.close(), bedrock.close()])
  }
})

test('the end of a long-term Bedrock key is entered, shown, measured and warned of', async ({ gateway }) => {
  const { api, server, url } = gateway
  const expiresAt = new Date(Date.now() + 3 * 24 * 3_600_000).toISOString()
  const { id, accountId } = await gateway.addCredential('bedrock', { expiresAt })
  const dated = { keyKind: 'long_term', status: 'expiring_soon', expiresAt, statusUntil: expiresAt }
  expect(await api.query('credentials.get', { id })).toMatchObject(dated)
  const seconds = async () => {
    const text = await (await fetch(`${url}/metrics`)).text()
    const line = new RegExp(`^headgate_credential_expires_seconds\\{account_id="${accountId}"\\} (.+)$`, 'm')
    return Number(line.exec(text)?.[1])
  }
  expect(await seconds()).toBeGreaterThan(3 * 24 * 3600 - 60)
  expect(await seconds()).toBeLessThanOrEqual(3 * 24 * 3600)
  const warnings = () =>
    server
      .output()
      .split('\n')
      .filter((line) => line.includes('a key expires soon') && line.includes(accountId))
  await expect.poll(() => warnings().length, { timeout: 20_000 }).toBe(1)
  await api.mutate('credentials.update', { id, expiresAt: '2099-01-01T00:00:00.000Z' })
  expect(await api.query('credentials.get', { id })).toMatchObject({ status: 'ready' })
  await api.mutate('credentials.rotate', { id, method: 'api_key', apiKey: `${BEDROCK_KEY}3` })
  expect(await api.query('credentials.get', { id })).toMatchObject({ expiresAt: null, status: 'ready' })
  expect(await seconds()).toBeNaN()
  await expect(
    api.mutate('credentials.update', { id, expiresAt: '2020-01-01T00:00:00Z' }),
  ).rejects.toMatchObject({ status: 400, message: 'expiresAt: is in the past.' })
  expect(warnings()).toHaveLength(1)
})
