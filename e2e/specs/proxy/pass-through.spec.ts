// Callers who bring a credential of their own: it goes to Anthropic as it came, and nowhere else.
import { expect, test, ANTHROPIC_KEY, OAUTH_ACCESS, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf } from '../../fixtures/messages.ts'
import { recordOf } from '../../fixtures/record-of.ts'
import { smallUpstream } from '../../fixtures/small-upstream.ts'

const OWN = `sk-ant-oat01-${'callersCredential'.repeat(4)}`
const BETAS = 'oauth-2025-04-20, unknown-2030-01-01'

const post = (gateway: Gateway, key: string, headers: object, path = '/v1/messages', body = bodyOf()) =>
  fetch(`${gateway.url}${path}`, {
    method: 'POST',
    headers: { 'x-headgate-key': key, 'anthropic-version': '2023-06-01', ...headers },
    body,
  })

async function openProject(gateway: Gateway, kind: 'anthropic' | 'bedrock' | 'oauth' = 'anthropic') {
  const project = await gateway.projectOn(kind)
  await gateway.api.mutate('projects.update', { id: project.id, passThrough: true })
  return project
}

test('both headers and the betas go verbatim, the record names no credential and no cost', async ({
  gateway,
}) => {
  const project = await openProject(gateway)
  const response = await post(gateway, project.key, {
    authorization: `Bearer ${OWN}`,
    'anthropic-beta': BETAS,
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('x-headgate-provider')).toBe('anthropic')
  expect(response.headers.get('x-headgate-credential')).toBeNull()
  const seen = gateway.anthropic.requests[0]!
  expect([seen.headers.authorization, seen.headers['x-api-key']]).toEqual([`Bearer ${OWN}`, undefined])
  expect(seen.headers['anthropic-beta']).toBe(BETAS)
  expect(seen.rawHeaders.join()).not.toContain(project.key)
  expect(await recordOf(gateway, project, response)).toMatchObject({
    outcome: 'completed',
    provider: 'anthropic',
    accountId: null,
    costPicoUsd: null,
    inputTokens: expect.any(Number),
    attempts: [{ accountId: null, result: 'ok' }],
  })
  gateway.anthropic.script({ kind: 'error', status: 400, message: 'both' })
  await post(gateway, project.key, { authorization: 'Bearer one', 'x-api-key': 'two' })
  expect(gateway.anthropic.requests[1]!.headers).toMatchObject({
    authorization: 'Bearer one',
    'x-api-key': 'two',
  })
})

test('a rejection is the caller’s to hear, and tires no credential', async ({ gateway }) => {
  const project = await openProject(gateway)
  for (const status of [401, 403]) {
    gateway.anthropic.script({ kind: 'error', status, type: 'authentication_error', message: 'revoked' })
    const response = await post(gateway, project.key, {
      authorization: `Bearer ${OWN}`,
      'anthropic-beta': BETAS,
    })
    expect(await errorOf(response)).toEqual({ status, type: 'authentication_error', message: 'revoked' })
    expect(await recordOf(gateway, project, response)).toMatchObject({ outcome: 'upstream_error', status })
  }
  const view = await gateway.api.query<{ status: string }>('credentials.get', { id: project.credential.id })
  expect(view.status).toBe('ready')
})

test('where it is not allowed, or a credential is named, the vault serves', async ({ gateway }) => {
  const closed = await gateway.projectOn('anthropic')
  const open = await openProject(gateway, 'oauth')
  const own = { authorization: `Bearer ${OWN}`, 'x-api-key': 'sk-ant-api03-own' }
  expect((await post(gateway, closed.key, own)).status).toBe(200)
  expect(gateway.anthropic.requests[0]!.headers).toMatchObject({ 'x-api-key': ANTHROPIC_KEY })
  const named = { ...own, 'x-headgate-credential': open.credential.accountId }
  expect((await post(gateway, open.key, named)).status).toBe(200)
  expect(gateway.anthropic.requests[1]!.headers.authorization).toBe(`Bearer ${OAUTH_ACCESS}`)
  expect((await post(gateway, open.key, { 'x-api-key': open.key })).status).toBe(200)
  expect(gateway.anthropic.requests[2]!.headers.authorization).toBe(`Bearer ${OAUTH_ACCESS}`)
  for (const { rawHeaders } of gateway.anthropic.requests) expect(rawHeaders.join()).not.toContain('wn')
})

test('it goes to Anthropic from a pool of Bedrock as well, and never to AWS', async ({ gateway }) => {
  const project = await openProject(gateway, 'bedrock')
  const headers = { authorization: `Bearer ${OWN}`, 'anthropic-beta': BETAS }
  const answers = [
    await post(gateway, project.key, headers),
    await post(gateway, project.key, headers, '/v1/messages/count_tokens'),
    await post(gateway, project.key, { ...headers, 'content-type': 'x/y' }, '/v1/of/the/future'),
    await fetch(`${gateway.url}/v1/models?limit=2`, {
      headers: { 'x-headgate-key': project.key, 'anthropic-version': '2023-06-01', ...headers },
    }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect(gateway.anthropic.requests.map(({ headers }) => headers.authorization)).toEqual(
    Array(4).fill(`Bearer ${OWN}`),
  )
  expect(gateway.bedrock.requests).toHaveLength(0)
  const denied = await post(gateway, project.key, headers, '/v1/oauth/token')
  expect(denied.status).toBe(403)
  await post(gateway, project.key, {})
  expect(gateway.bedrock.requests).toHaveLength(1)
  expect(gateway.bedrock.requests[0]!.rawHeaders.join()).not.toContain(OWN)
})

test('their own workspace is theirs, whoever else uses the pool’s credential', async ({ gateway }) => {
  const project = await openProject(gateway)
  await gateway.addProject(project.credential)
  const own = { 'x-headgate-key': project.key, 'anthropic-version': '2023-06-01' }
  expect((await fetch(`${gateway.url}/v1/files`, { headers: own })).status).toBe(403)
  const response = await fetch(`${gateway.url}/v1/files`, {
    headers: { ...own, 'x-api-key': 'sk-ant-api03-own' },
  })
  expect(response.status).toBe(200)
})

test('the secret is in no record and no log, even when the upstream repeats it', async ({ gateway }) => {
  const secret = 'corp/odd+secret-of-a-caller-0123456789'
  await using upstream = await smallUpstream((request, response) => {
    const message = `no such key ${String(request.headers['x-api-key'] ?? request.headers.authorization)}`
    const body = JSON.stringify({ type: 'error', error: { type: 'authentication_error', message } })
    request.resume().on('end', () => response.writeHead(401).end(body))
  })
  const project = await gateway.projectOn('anthropic', { endpointUrl: upstream.url })
  await gateway.api.mutate('projects.update', { id: project.id, passThrough: true })
  const answers = [
    await post(gateway, project.key, { 'x-api-key': secret }),
    await post(gateway, project.key, { authorization: `Token ${secret}` }, '/v1/files'),
  ]
  for (const answer of answers) {
    expect(answer.status).toBe(401)
    expect(JSON.stringify(await recordOf(gateway, project, answer))).not.toContain(secret)
  }
  expect(gateway.server.output()).toContain('no such key')
  expect(gateway.server.output()).not.toContain(secret)
})
