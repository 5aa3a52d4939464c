// A gateway that ends while the token endpoint is asked: killed, or in good order.
import { once } from 'node:events'
import type { ServerProcess } from '../../fixtures/server-process.ts'
import { adminApi } from '../../fixtures/admin-api.ts'
import { ADMIN_TOKEN, expect, test } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'
import { oauthProject, oauthReplicas } from '../../fixtures/oauth-replicas.ts'

interface View {
  readonly status: string
  readonly statusReason: string | null
}

const statusOf = async (server: ServerProcess, key: string) =>
  (await postMessages(server.url, { key })).status

for (const [what, omitRefreshToken, status] of [
  ['a refresh token that stayed good', true, 200],
  ['a refresh token that was used up', false, 502],
] as const) {
  test(`kill -9 between the tokens and their commit, with ${what}`, async ({ gateway }) => {
    await using world = await oauthReplicas(gateway)
    const { oauth } = world
    const killed = await world.start()
    oauth.script({ kind: 'answer', delayMs: 5000, omitRefreshToken })
    const { id, key } = await oauthProject(killed, { leftSeconds: 5, accessToken: 'sk-ant-oat01-expired' })
    const lost = postMessages(killed.url, { key }).catch(() => null)
    await expect.poll(() => oauth.requests.length).toBe(1)
    killed.child.kill('SIGKILL')
    await once(killed.child, 'exit')
    expect(await lost).toBeNull()

    const next = await world.start()
    await expect.poll(() => statusOf(next, key), { timeout: 10_000 }).toBe(status)
    const asked = oauth.requests.length
    for (let i = 0; i < 5; i++) await statusOf(next, key)
    expect([asked, oauth.requests.length]).toEqual([2, 2])
    const view = await adminApi(next.url, ADMIN_TOKEN).query<View>('credentials.get', { id })
    expect(view.status).toBe(omitRefreshToken ? 'ready' : 'rejected')
    expect(view.statusReason?.startsWith('Sign in again') ?? false).toBe(!omitRefreshToken)
  })
}

test('SIGTERM while a slow token endpoint is asked: its tokens are stored before the end', async ({
  gateway,
}) => {
  test.slow()
  await using world = await oauthReplicas(gateway)
  const { oauth, anthropic } = world
  const stopped = await world.start()
  const { key } = await oauthProject(stopped, { leftSeconds: 5 })
  oauth.script({ kind: 'answer', delayMs: 13_000 })
  const client = new AbortController()
  const lost = fetch(`${stopped.url}/v1/messages`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'claude-haiku-4-5', max_tokens: 1, messages: [] }),
    signal: client.signal,
  }).catch(() => null)
  await expect.poll(() => oauth.requests.length).toBe(1)
  client.abort()
  await lost
  expect(await stopped.stop()).toBe(0)

  const next = await world.start()
  expect(await statusOf(next, key)).toBe(200)
  expect(anthropic.requests.at(-1)!.headers.authorization).toBe(`Bearer ${oauth.accessTokens[0]}`)
  expect(oauth.requests.length).toBe(1)
})
