// A pool is a priority list: the next credential is tried as long as nothing has reached the client.
import { expect, test } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, eventsOf, postMessages } from '../../fixtures/messages.ts'

interface Listed {
  items: {
    requestId: string
    outcome: string
    status: number
    accountId: string
    attempts: { accountId: string; result: string; status: number | null }[]
  }[]
}

test('what is tried on the next credential, and what is not', async ({ gateway }) => {
  const first = await gateway.addCredential('anthropic')
  const second = await gateway.addCredential('bedrock')
  for (const [status, type, served] of [
    [429, 'rate_limit_error', true],
    [500, 'api_error', true],
    [503, 'api_error', true],
    [529, 'overloaded_error', true],
    [401, 'authentication_error', true],
    [400, 'invalid_request_error', false],
    [404, 'not_found_error', false],
    [413, 'request_too_large', false],
  ] as const) {
    const project = await gateway.addProject(first, second)
    await gateway.api.mutate('credentials.clearCooldown', { id: first.id })
    gateway.anthropic.script({ kind: 'error', status, type, message: 'because' })
    const response = await postMessages(gateway.url, project, bodyOf({ stream: true }))
    expect(response.status, String(status)).toBe(served ? 200 : status)
    expect(response.headers.get('x-headgate-provider')).toBe(served ? 'bedrock' : 'anthropic')
    await response.text()
  }
})

test('a connection that fails before the first byte is tried on the next credential', async ({ gateway }) => {
  const project = await gateway.addProject(
    await gateway.addCredential('anthropic', { endpointUrl: 'http://127.0.0.1:9' }),
    await gateway.addCredential('bedrock'),
    await gateway.addCredential('anthropic'),
  )
  gateway.bedrock.script({ kind: 'reset' })
  const response = await postMessages(gateway.url, project)
  expect([response.status, response.headers.get('x-headgate-provider')]).toEqual([200, 'anthropic'])
})

test('after the first byte nothing is tried again', async ({ gateway }) => {
  const project = await gateway.addProject(
    await gateway.addCredential('bedrock'),
    await gateway.addCredential('anthropic'),
  )
  gateway.bedrock.script({
    kind: 'exception_frame',
    at: 2,
    exception: 'throttlingException',
    message: 'late',
  })
  const events = eventsOf(await (await postMessages(gateway.url, project, bodyOf({ stream: true }))).text())
  expect(events.at(-1)!.event).toBe('error')
  expect(gateway.anthropic.requests).toHaveLength(0)
})

test('an exception in the first frame is still tried elsewhere', async ({ gateway }) => {
  const project = await gateway.addProject(
    await gateway.addCredential('bedrock'),
    await gateway.addCredential('anthropic'),
  )
  gateway.bedrock.script({
    kind: 'exception_frame',
    at: 0,
    exception: 'throttlingException',
    message: 'busy',
  })
  const response = await postMessages(gateway.url, project, bodyOf({ stream: true }))
  expect([response.status, response.headers.get('x-headgate-provider')]).toEqual([200, 'anthropic'])
  await response.text()
})

test('cooldown only reorders: a pool of one always tries', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.script({
    kind: 'error',
    status: 429,
    type: 'rate_limit_error',
    message: 'slow',
    headers: { 'retry-after': '60' },
  })
  expect((await postMessages(gateway.url, project)).status).toBe(429)
  const view = await gateway.api.query<{ status: string; statusReason: string }>('credentials.get', {
    id: project.credential.id,
  })
  expect(view).toMatchObject({ status: 'cooling', statusReason: 'slow' })
  expect((await postMessages(gateway.url, project)).status).toBe(200)
  expect(await gateway.api.query('credentials.get', { id: project.credential.id })).toMatchObject({
    status: 'ready',
  })
})

test('a cooling credential goes to the back until an operator clears it', async ({ gateway }) => {
  const first = await gateway.addCredential('anthropic')
  const project = await gateway.addProject(first, await gateway.addCredential('bedrock'))
  gateway.anthropic.script({
    kind: 'error',
    status: 429,
    type: 'rate_limit_error',
    message: 'slow',
    headers: { 'retry-after': '60' },
  })
  const provider = async () => (await postMessages(gateway.url, project)).headers.get('x-headgate-provider')
  expect([await provider(), await provider()]).toEqual(['bedrock', 'bedrock'])
  expect(gateway.anthropic.requests).toHaveLength(1)
  await gateway.api.mutate('credentials.clearCooldown', { id: first.id })
  expect(await provider()).toBe('anthropic')
})

test('a rejected credential is the operator’s matter: 502 for the client, rejected in the console', async ({
  gateway,
}) => {
  for (const [kind, script] of [
    [
      'anthropic',
      () =>
        gateway.anthropic.script({
          kind: 'error',
          status: 401,
          type: 'authentication_error',
          message: 'invalid x-api-key',
        }),
    ],
    [
      'bedrock',
      () =>
        gateway.bedrock.script({
          kind: 'error',
          status: 403,
          message: 'Invalid API Key format: Must start with pre-defined prefix',
          messageField: 'Message',
        }),
    ],
  ] as const) {
    const project = await gateway.projectOn(kind)
    script()
    const error = await errorOf(await postMessages(gateway.url, project))
    expect(error).toMatchObject({ status: 502, type: 'api_error' })
    expect(error.message).toContain('Your own key is fine')
    expect(await gateway.api.query('credentials.get', { id: project.credential.id })).toMatchObject({
      status: 'rejected',
    })
  }
})

test('when all fail, the client hears of the failure it can do most about', async ({ gateway }) => {
  const project = await gateway.addProject(
    await gateway.addCredential('anthropic'),
    await gateway.addCredential('bedrock'),
  )
  gateway.anthropic.always({
    kind: 'error',
    status: 429,
    type: 'rate_limit_error',
    message: 'slow down',
    headers: { 'retry-after': '7' },
  })
  gateway.bedrock.always({
    kind: 'error',
    status: 500,
    exception: 'InternalServerException',
    message: 'oops',
  })
  const response = await postMessages(gateway.url, project)
  expect(response.headers.get('retry-after')).toBe('7')
  expect(await errorOf(response)).toEqual({ status: 429, type: 'rate_limit_error', message: 'slow down' })
})

test('attempts are recorded with the call', async ({ gateway }) => {
  const first = await gateway.addCredential('anthropic')
  const second = await gateway.addCredential('bedrock')
  const project = await gateway.addProject(first, second)
  gateway.anthropic.script({ kind: 'error', status: 529, type: 'overloaded_error', message: 'Overloaded' })
  const response = await postMessages(gateway.url, project)
  const requestId = response.headers.get('x-headgate-request-id')
  const row = async () =>
    (await gateway.api.query<Listed>('requests.list', { projectId: project.id })).items[0]
  await expect.poll(row, { timeout: 2000 }).toMatchObject({
    requestId,
    outcome: 'completed',
    accountId: second.accountId,
    attempts: [
      { accountId: first.accountId, result: 'overloaded', status: 529 },
      { accountId: second.accountId, result: 'ok', status: 200 },
    ],
  })
})

test('a Bedrock credential that cannot serve the model leaves it to the next', async ({ gateway }) => {
  const project = await gateway.addProject(
    await gateway.addCredential('bedrock'),
    await gateway.addCredential('anthropic'),
  )
  for (const changes of [
    { model: 'claude-of-the-future-9' },
    { tools: [{ type: 'web_search_20250305', name: 'web_search' }] },
  ]) {
    const response = await postMessages(gateway.url, project, bodyOf(changes))
    expect(response.headers.get('x-headgate-provider')).toBe('anthropic')
  }
  expect(gateway.bedrock.requests).toHaveLength(0)
})

test('x-headgate-credential picks one credential of the pool', async ({ gateway }) => {
  const second = await gateway.addCredential('bedrock')
  const project = await gateway.addProject(await gateway.addCredential('anthropic'), second)
  const stranger = await gateway.addCredential('bedrock')
  const pick = (accountId: string) =>
    postMessages(gateway.url, project, bodyOf(), { headers: { 'x-headgate-credential': accountId } })
  expect((await pick(second.accountId)).headers.get('x-headgate-credential')).toBe(second.accountId)
  expect(await errorOf(await pick(stranger.accountId))).toMatchObject({
    status: 403,
    type: 'permission_error',
  })
  expect(await errorOf(await pick('no such'))).toMatchObject({ status: 403, type: 'permission_error' })
})
