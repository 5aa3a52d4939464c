// What a project's credentials can serve, in Anthropic's list format, whichever provider serves it.
import { expect, test, type Gateway, type ProjectWithKey } from '../../fixtures/gateway.ts'
import { errorOf } from '../../fixtures/messages.ts'
import { recordOf } from '../../fixtures/record-of.ts'

interface Model {
  readonly id: string
  readonly created_at: string
}
interface Page {
  readonly data: readonly Model[]
  readonly has_more: boolean
  readonly first_id: string | null
  readonly last_id: string | null
}

const get = (gateway: Gateway, { key }: Pick<ProjectWithKey, 'key'>, path: string, headers: object = {}) =>
  fetch(`${gateway.url}${path}`, {
    redirect: 'error',
    headers: { authorization: `Bearer ${key}`, 'anthropic-version': '2023-06-01', ...headers },
  })

const list = async (gateway: Gateway, project: ProjectWithKey, query = '?limit=1000', headers = {}) =>
  (await (await get(gateway, project, `/v1/models${query}`, headers)).json()) as Page

test('Anthropic alone: the upstream’s own list, untouched, with failover', async ({ gateway }) => {
  const broken = await gateway.addCredential('anthropic', { endpointUrl: 'http://127.0.0.1:9' })
  const good = await gateway.addCredential('anthropic')
  const project = await gateway.addProject(broken, good)
  const response = await get(gateway, project, '/v1/models?limit=1000&new=%27')
  expect(response.headers.get('x-headgate-credential')).toBe(good.accountId)
  const page = (await response.json()) as Page
  expect(page.data[0]).toHaveProperty('lifecycle')
  expect(gateway.anthropic.requests.map(({ url }) => url)).toEqual(['/v1/models?limit=1000&new=%27'])
  const one = await get(gateway, project, '/v1/models/claude-haiku-4-5')
  expect(await one.json()).toMatchObject({ id: 'claude-haiku-4-5-20251001' })
  expect(await errorOf(await get(gateway, project, '/v1/models/claude-9'))).toMatchObject({
    status: 404,
    type: 'not_found_error',
  })
  expect(await recordOf(gateway, project, one)).toMatchObject({
    path: 'GET /v1/models/claude-haiku-4-5',
    model: null,
    outcome: 'completed',
  })
})

test('Bedrock alone: what its region reaches, from the catalogue', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock', { region: 'eu-west-1', geography: 'eu' })
  const response = await get(gateway, project, '/v1/models?limit=1000')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json'])
  expect(response.headers.get('request-id')).toBe(response.headers.get('x-headgate-request-id'))
  const { data, has_more, first_id, last_id } = (await response.json()) as Page
  const ids = data.map(({ id }) => id)
  expect(ids).toContain('claude-opus-5-5')
  expect(ids).not.toContain('claude-fable-5-2')
  expect(data.find(({ id }) => id === 'claude-haiku-4-5-20251001')).toEqual({
    type: 'model',
    id: 'claude-haiku-4-5-20251001',
    display_name: 'Claude Haiku 4.5',
    created_at: '2025-10-15T00:00:00Z',
    max_input_tokens: 200_000,
    max_tokens: 64_000,
  })
  expect(data).toEqual(data.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at)))
  expect([has_more, first_id, last_id]).toEqual([false, ids[0], ids.at(-1)])
  expect(gateway.anthropic.requests).toHaveLength(0)
  expect(await recordOf(gateway, project, response)).toMatchObject({
    outcome: 'completed',
    status: 200,
    attempts: [],
    provider: null,
    model: null,
  })
  for (const name of ['claude-haiku-4-5', 'claude-haiku-4-5-20251001', 'claude-haiku-4-5%5B1m%5D']) {
    const one = await get(gateway, project, `/v1/models/${name}`)
    expect(await one.json(), name).toMatchObject({ id: 'claude-haiku-4-5-20251001' })
  }
  for (const name of ['claude-9', 'claude-fable-5-2', 'a/b'])
    expect(await errorOf(await get(gateway, project, `/v1/models/${name}`))).toMatchObject({
      status: 404,
      type: 'not_found_error',
      message: `model: ${name}`,
    })
  const head = await fetch(`${gateway.url}/v1/models`, {
    method: 'HEAD',
    headers: { 'x-api-key': project.key },
  })
  expect([head.status, await head.text()]).toEqual([200, ''])
})

test('pages: every model once, and clear answers to bad ones', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const all = (await list(gateway, project)).data.map(({ id }) => id)
  const seen: string[] = []
  for (let after = ''; ;) {
    const page = await list(gateway, project, `?limit=3${after}`)
    seen.push(...page.data.map(({ id }) => id))
    if (!page.has_more) break
    after = `&after_id=${page.last_id}`
  }
  expect(seen).toEqual(all)
  expect((await list(gateway, project, '')).data.length).toBe(Math.min(20, all.length))
  expect((await list(gateway, project, `?limit=2&before_id=${all[3]}`)).data.map(({ id }) => id)).toEqual(
    all.slice(1, 3),
  )
  for (const query of [
    'limit=0',
    'limit=1001',
    'limit=-1',
    'limit=1.5',
    'limit=',
    'limit=x',
    'after_id=nothing',
    'before_id=nothing',
    `after_id=${all[0]}&before_id=${all[3]}`,
  ])
    expect(await errorOf(await get(gateway, project, `/v1/models?${query}`)), query).toMatchObject({
      status: 400,
      type: 'invalid_request_error',
    })
})

test('a mixed pool: both, each once, and the upstream is asked once in a while', async ({ gateway }) => {
  const anthropic = await gateway.addCredential('anthropic')
  const bedrock = await gateway.addCredential('bedrock', { region: 'us-east-1' })
  const project = await gateway.addProject(bedrock, anthropic)
  const ids = (await list(gateway, project)).data.map(({ id }) => id)
  // On Anthropic retired, on Bedrock not.
  expect(ids).toContain('claude-opus-4-1-20250805')
  expect(new Set(ids).size).toBe(ids.length)
  const { data } = await list(gateway, project)
  expect(data.find(({ id }) => id === 'claude-sonnet-4-5-20250929')).toHaveProperty('lifecycle', 'deprecated')
  expect(gateway.anthropic.requests.map(({ url }) => url)).toEqual(['/v1/models?limit=1000'])
  const pinned = await list(gateway, project, '', { 'x-headgate-credential': anthropic.accountId })
  expect(pinned.data[0]).toHaveProperty('lifecycle')
  const unknown = await get(gateway, project, '/v1/models/claude-9')
  expect(unknown.headers.get('x-headgate-provider')).toBe('anthropic')
  expect(await errorOf(unknown)).toMatchObject({ status: 404 })
})

test('an upstream that does not answer in time leaves the catalogue', async ({ gateway }) => {
  const project = await gateway.addProject(
    await gateway.addCredential('bedrock'),
    await gateway.addCredential('anthropic'),
    await gateway.addCredential('anthropic', { endpointUrl: 'http://127.0.0.1:9' }),
  )
  gateway.anthropic.others.always({ kind: 'hang' })
  const startedAt = Date.now()
  expect((await list(gateway, project)).data.map(({ id }) => id)).toContain('claude-haiku-4-5-20251001')
  expect(Date.now() - startedAt).toBeLessThan(3000)
})

test('without a key or a credential there is no list', async ({ gateway }) => {
  expect((await fetch(`${gateway.url}/v1/models`)).status).toBe(401)
  expect(await errorOf(await get(gateway, await gateway.addProject(), '/v1/models'))).toMatchObject({
    status: 503,
  })
})
