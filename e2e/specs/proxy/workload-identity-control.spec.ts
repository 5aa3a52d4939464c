// What may be done to a federated credential: replaced once it has worked, moved by whoever names it again, tried as a draft.
import { expect, test } from '../../fixtures/gateway.ts'
import {
  apiOf,
  createWithProject,
  federatedWorld,
  statusOf,
  viewOf,
  WORKLOAD_DRAFT,
  type WorkloadView,
} from '../../fixtures/federated-world.ts'
import { FEDERATION } from '../../fixtures/identity-tokens.ts'

test('another federation replaces the old one only once it has worked', async ({ gateway }) => {
  await using world = await federatedWorld(gateway)
  const { oauth, anthropic } = world
  const server = await world.startReplica()
  const api = apiOf(server)
  const { id, key } = await createWithProject(api)
  expect(await statusOf(server, key)).toBe(200)
  const rotation = { id, method: 'workload_identity', ...FEDERATION }

  const wrong = { ...rotation, serviceAccountId: 'svac_other' }
  await expect(api.mutate('credentials.rotate', wrong)).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('authentication_error: Authentication failed'),
  })
  const { method: _method, ...withoutMethod } = rotation
  await expect(api.mutate('credentials.rotate', withoutMethod)).rejects.toMatchObject({ status: 400 })
  await expect(
    api.mutate('credentials.rotate', { id, method: 'api_key', apiKey: 'sk-ant-api03-x' }),
  ).rejects.toMatchObject({ status: 400 })
  expect(await viewOf(api, id)).toMatchObject({ ...FEDERATION, status: 'ready' })
  expect(await statusOf(server, key)).toBe(200)

  const asked = oauth.requests.length
  const rotated = await api.mutate<WorkloadView>('credentials.rotate', {
    ...rotation,
    workspaceId: 'wrkspc_01EndToEnd',
  })
  expect(rotated).toMatchObject({ workspaceId: 'wrkspc_01EndToEnd', status: 'ready', warnings: [] })
  expect(await statusOf(server, key)).toBe(200)
  // What it was tried with is what is used.
  expect(oauth.requests.length - asked).toBe(1)
  expect(anthropic.requests.at(-1)!.headers.authorization).toBe(`Bearer ${oauth.accessTokens.at(-1)}`)

  await api.mutate('credentials.rotate', { ...wrong, force: true })
  await expect.poll(async () => (await viewOf(api, id)).status).toBe('rejected')
  expect(await viewOf(api, id)).toMatchObject({ serviceAccountId: 'svac_other', expiresAt: null })
})

test('tokens are sent to another address only by whoever names the federation again', async ({ gateway }) => {
  await using world = await federatedWorld(gateway)
  const { anthropic, oauth } = world
  const server = await world.startReplica()
  const api = apiOf(server)
  const { id, key } = await createWithProject(api)
  expect(await statusOf(server, key)).toBe(200)
  const endpointUrl = anthropic.url.replace('127.0.0.1', 'localhost')
  await expect(api.mutate('credentials.update', { id, endpointUrl })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('changing the address needs the secret again'),
  })
  await expect(
    api.mutate('credentials.update', { id, serviceAccountId: 'svac_other' }),
  ).rejects.toMatchObject({ status: 400 })
  const { workspaceId: _workspaceId, ...someIds } = FEDERATION
  const secret = { method: 'workload_identity', ...FEDERATION }
  await expect(
    api.mutate('credentials.update', {
      id,
      endpointUrl,
      secret: { method: 'workload_identity', ...someIds },
    }),
  ).rejects.toMatchObject({ status: 400 })
  const asked = oauth.federations
  anthropic.script({ kind: 'error', status: 401, message: 'not here' })
  await expect(api.mutate('credentials.update', { id, endpointUrl, secret })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('rejected (401): not here'),
  })
  // Without an identity token nothing was asked at the new address: that is no silence of its.
  await world.tokens.remove()
  await expect(api.mutate('credentials.update', { id, endpointUrl, secret })).rejects.toMatchObject({
    status: 502,
    data: expect.objectContaining({ reason: 'secret_untold' }),
  })
  await world.tokens.place(world.current)
  const sent = anthropic.requests.length
  expect(await api.mutate<WorkloadView>('credentials.update', { id, endpointUrl, secret })).toMatchObject({
    status: 'ready',
    expiresAt: expect.any(String),
  })
  expect([oauth.federations - asked, anthropic.requests.length - sent]).toEqual([2, 1])
  const untried = { id, endpointUrl: null, secret, force: true }
  expect(await api.mutate<WorkloadView>('credentials.update', untried)).toMatchObject({ expiresAt: null })
  await expect.poll(() => oauth.federations - asked).toBe(3)
})

test('a draft is tried with a token of its own, which is not kept', async ({ gateway }) => {
  await using world = await federatedWorld(gateway)
  const { oauth } = world
  const server = await world.startReplica()
  const api = apiOf(server)
  const probe = (draft: object) =>
    api.mutate<{ ok: boolean; error: string | null }>('credentials.probe', { draft })
  expect(await probe(WORKLOAD_DRAFT)).toMatchObject({ ok: true, error: null })
  expect(await probe({ ...WORKLOAD_DRAFT, organizationId: 'other' })).toMatchObject({
    ok: false,
    error: 'There is no access token: authentication_error: Authentication failed',
  })
  expect(oauth.federations).toBe(1)
  expect(await world.query('select id from credentials')).toEqual([])
})

test('without an identity token it can be stored, and says at once that it cannot work', async ({
  gateway,
}) => {
  const created = await gateway.api.mutate<WorkloadView>('credentials.create', {
    ...WORKLOAD_DRAFT,
    accountId: 'acc_without',
    federationRuleId: 'rule',
    organizationId: 'mine',
    workspaceId: undefined,
  })
  expect(created.workspaceId).toBe('default')
  expect(created.warnings).toEqual([
    'This does not look like the id of a federation rule, which starts with fdrl_.',
    'This does not look like the id of an organization, which is a UUID.',
    expect.stringContaining('HEADGATE_IDENTITY_TOKEN_FILE is not set'),
  ])
  await expect
    .poll(async () => (await viewOf(gateway.api, created.id)).refreshProblem?.reason)
    .toContain('HEADGATE_IDENTITY_TOKEN_FILE is not set')
  await expect(gateway.api.mutate('credentials.refresh', { id: created.id })).rejects.toMatchObject({
    status: 400,
  })
  expect(await gateway.api.query('system.status')).toMatchObject({ identityToken: false })
  for (const field of ['federationRuleId', 'organizationId', 'serviceAccountId'])
    for (const value of ['', undefined, 'a b', '../x', 'x'.repeat(256), '{"a":1}'])
      await expect(
        gateway.api.mutate('credentials.create', { ...WORKLOAD_DRAFT, accountId: 'acc_bad', [field]: value }),
        `${field} ${value}`,
      ).rejects.toMatchObject({ status: 400 })
  // Nobody at the console may name a file.
  await expect(
    gateway.api.mutate('credentials.create', {
      ...WORKLOAD_DRAFT,
      accountId: 'acc_bad',
      identityTokenFile: '/etc/passwd',
    }),
  ).rejects.toMatchObject({ status: 400 })
})
