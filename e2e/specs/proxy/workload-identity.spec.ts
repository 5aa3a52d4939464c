// Workload identity federation on the running gateway: one exchange, in time, by whichever replica, and what is shown when none
// can be had.
import { expect, test } from '../../fixtures/gateway.ts'
import {
  apiOf,
  assertionOf,
  createWithProject,
  federatedWorld,
  statusOf,
  viewOf,
  type WorkloadView,
} from '../../fixtures/federated-world.ts'
import { FEDERATION } from '../../fixtures/identity-tokens.ts'
import { errorOf, postMessages } from '../../fixtures/messages.ts'

test('from creating it to the first call: one exchange, and nothing secret is seen anywhere', async ({
  gateway,
}) => {
  await using world = await federatedWorld(gateway)
  const { oauth, anthropic, current } = world
  // Slow enough that the first call comes before it has ended.
  oauth.always({ kind: 'answer', delayMs: 1000 })
  const server = await world.startReplica()
  const api = apiOf(server)
  const { created, id, key } = await createWithProject(api)
  expect(created).toMatchObject({ status: 'ready', expiresAt: null, lastRefreshAt: null, warnings: [] })
  expect(await statusOf(server, key)).toBe(200)
  expect([oauth.federations, oauth.requests.length]).toEqual([1, 1])
  expect(assertionOf(oauth.requests[0]!)).toBe(current)
  expect(oauth.requests[0]!.headers['anthropic-beta']).toBe('oauth-2025-04-20,oidc-federation-2026-04-01')
  const sent = anthropic.requests.at(-1)!
  expect(sent.headers.authorization).toBe(`Bearer ${oauth.accessTokens[0]}`)
  expect(sent.headers['anthropic-beta']).toContain('oauth-2025-04-20')
  expect(sent.headers['x-api-key']).toBeUndefined()
  const view = await viewOf(api, id)
  expect(view).toMatchObject({
    ...FEDERATION,
    status: 'ready',
    scopes: ['workspace:developer', 'workspace:inference'],
    refreshProblem: null,
    expiresAt: expect.any(String),
    lastRefreshAt: expect.any(String),
  })
  const audit = await api.query<object>('audit.list', { limit: 200 })
  expect(JSON.stringify(audit)).toContain('credential.refresh')
  const [row] = await world.query(`select * from credentials where id = '${id}'`)
  expect(row).toMatchObject({ oauth_access_token: expect.stringMatching(/^hgv1\./) })
  const seen = JSON.stringify([view, created, audit, row]) + server.output()
  for (const secret of [current, current.split('.')[2]!, oauth.accessTokens[0]!.slice(13)])
    expect(seen).not.toContain(secret)
})

test('100 calls on three replicas at the moment of expiry: one exchange, and no call fails', async ({
  gateway,
}) => {
  await using world = await federatedWorld(gateway)
  const { oauth, anthropic } = world
  oauth.script({ kind: 'answer', expiresInSeconds: 1 })
  const a = await world.startReplica()
  const [b, c] = await Promise.all([world.startReplica(), world.startReplica()])
  const api = apiOf(a)
  const { id, key } = await createWithProject(api)
  for (const replica of [b, c])
    await expect
      .poll(async () => (await postMessages(replica.url, { key }).catch(() => null))?.status, {
        timeout: 5000,
      })
      .toBe(200)
  // Again, now that every replica knows the key.
  const before = oauth.federations
  oauth.script({ kind: 'answer', expiresInSeconds: 1 })
  await api.mutate('credentials.refresh', { id })
  const { expiresAt } = await viewOf(api, id)
  await expect.poll(() => Date.now() > Date.parse(expiresAt!)).toBe(true)
  oauth.always({ kind: 'answer', delayMs: 300 })
  const statuses = await Promise.all(Array.from({ length: 100 }, (_, i) => statusOf([a, b, c][i % 3]!, key)))
  expect(new Set(statuses)).toEqual(new Set([200]))
  expect(oauth.federations - before).toBe(2)
  for (const replica of [a, b, c]) {
    await expect
      .poll(async () => {
        await statusOf(replica, key)
        return anthropic.requests.at(-1)!.headers.authorization
      })
      .toBe(`Bearer ${oauth.accessTokens.at(-1)}`)
  }
  expect(oauth.federations - before).toBe(2)
})

test('the upstream rejects a token before its time: one exchange more, one more try, both on record', async ({
  gateway,
}) => {
  await using world = await federatedWorld(gateway)
  const { oauth, anthropic } = world
  const server = await world.startReplica()
  const api = apiOf(server)
  const { id, key } = await createWithProject(api)
  expect(await statusOf(server, key)).toBe(200)
  // One that has just come is not exchanged again for being denied.
  await world.query(`update credentials set last_refresh_at = now() - interval '1 minute' where id = '${id}'`)
  anthropic.script({ kind: 'error', status: 401, type: 'authentication_error', message: 'revoked' })
  expect(await statusOf(server, key)).toBe(200)
  expect(oauth.federations).toBe(2)
  expect(anthropic.requests.slice(-2).map(({ headers }) => headers.authorization)).toEqual(
    oauth.accessTokens.map((token) => `Bearer ${token}`),
  )
  interface Listed {
    readonly items: readonly { readonly attempts: readonly { result: string; status: number }[] }[]
  }
  await expect
    .poll(async () => {
      const { items } = await api.query<Listed>('requests.list')
      return items.map(({ attempts }) =>
        attempts.map(({ result, status }) => `${status} ${result}`).join(', '),
      )
    })
    .toContain('401 credential_rejected, 200 ok')
})

test('a denial: shown to the operator in words that help, not repeated, and over once it is cleared', async ({
  gateway,
}) => {
  await using world = await federatedWorld(gateway)
  const { oauth, anthropic } = world
  oauth.always({ kind: 'deny' })
  const server = await world.startReplica()
  const api = apiOf(server)
  const { id, key } = await createWithProject(api)
  for (let i = 0; i < 5; i++) {
    const error = await errorOf(await postMessages(server.url, { key }))
    expect(error).toMatchObject({ status: 502, type: 'api_error' })
    expect(error.message).not.toContain('federation')
  }
  expect([oauth.requests.length, anthropic.requests.length]).toEqual([1, 0])
  const view = await viewOf(api, id)
  expect(view.status).toBe('rejected')
  expect(view.statusReason).toBe(
    "Anthropic rejected the federation: check rule, service account, organization and the identity token's claims " +
      '(authentication_error: Authentication failed)',
  )
  expect(view.refreshProblem).toMatchObject({ state: 'federation_rejected', failures: 1 })
  await expect(api.mutate('credentials.refresh', { id })).rejects.toMatchObject({
    status: 502,
    message: expect.stringContaining('Anthropic rejected the federation'),
  })
  oauth.always({ kind: 'answer' })
  expect(await api.mutate<WorkloadView>('credentials.clearCooldown', { id })).toMatchObject({
    refreshProblem: null,
  })
  await expect.poll(() => statusOf(server, key), { timeout: 10_000 }).toBe(200)
  expect(await viewOf(api, id)).toMatchObject({ status: 'ready', refreshProblem: null })
})

test('an endpoint that is down is asked again after its pause, and the credential cools meanwhile', async ({
  gateway,
}) => {
  await using world = await federatedWorld(gateway)
  const { oauth } = world
  oauth.always({ kind: 'error', status: 503, headers: { 'retry-after': '600' } })
  const server = await world.startReplica()
  const api = apiOf(server)
  const { id, key } = await createWithProject(api)
  expect(await statusOf(server, key)).toBe(502)
  expect(await statusOf(server, key)).toBe(502)
  expect(oauth.requests.length).toBe(1)
  expect(await viewOf(api, id)).toMatchObject({
    status: 'cooling',
    statusReason: 'There is no access token yet: server_error: Scripted failure',
    refreshProblem: { state: 'retrying', failures: 1 },
  })
  oauth.always({ kind: 'answer' })
  expect(await api.mutate<WorkloadView>('credentials.refresh', { id })).toMatchObject({ status: 'ready' })
  expect(await statusOf(server, key)).toBe(200)
})

test('a file that is missing, empty, huge, no token, or old: said so, sent to nobody, healed by the right one', async ({
  gateway,
}) => {
  await using world = await federatedWorld(gateway)
  const { oauth, tokens } = world
  await tokens.remove()
  const server = await world.startReplica()
  const api = apiOf(server)
  const { id, key } = await createWithProject(api)
  expect(await statusOf(server, key)).toBe(502)
  const missing = 'The file of HEADGATE_IDENTITY_TOKEN_FILE could not be read: it does not exist.'
  expect(await viewOf(api, id)).toMatchObject({
    status: 'cooling',
    statusReason: `There is no access token yet: ${missing}`,
    refreshProblem: { state: 'retrying', reason: missing },
  })
  const denied = () =>
    api.mutate('credentials.refresh', { id }).then(
      () => 'renewed',
      (error: { message: string }) => error.message,
    )
  for (const [text, words] of [
    ['\n', 'is empty'],
    ['x'.repeat(20_000), 'holds more than 16 KiB'],
    ['root:x:0:0:root:/root:/bin/bash', 'holds no JWT'],
    [await tokens.issue({ leftSeconds: -60 }), 'holds a token that expired at 20'],
  ] as const) {
    await tokens.place(text)
    const said = await denied()
    expect(said).toContain(words)
    expect(said).not.toContain('root')
  }
  expect(oauth.requests).toEqual([])
  await tokens.place(await tokens.issue())
  expect(await denied()).toBe('renewed')
  expect(await statusOf(server, key)).toBe(200)
  // Read anew for every exchange.
  const next = await tokens.issue({ leftSeconds: 1200 })
  await tokens.place(next)
  expect(await denied()).toBe('renewed')
  expect(assertionOf(oauth.requests.at(-1)!)).toBe(next)
})
