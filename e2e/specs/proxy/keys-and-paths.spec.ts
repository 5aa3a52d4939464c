// Who may call, and what is served: the same denial for every key that does not work, a clear one for every path.
import { connect } from 'node:net'
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, postMessages } from '../../fixtures/messages.ts'

test.describe('keys', () => {
  async function denied(gateway: Gateway, headers: Record<string, string>) {
    const response = await fetch(`${gateway.url}/v1/messages`, { method: 'POST', headers, body: bodyOf() })
    return errorOf(response)
  }

  test('unknown, revoked, expired and disabled are told apart by nobody', async ({ gateway }) => {
    const revoked = await gateway.projectOn('anthropic')
    await gateway.api.mutate('keys.revoke', { id: revoked.keyId })
    const disabled = await gateway.projectOn('anthropic')
    await gateway.api.mutate('projects.update', { id: disabled.id, enabled: false })
    const removed = await gateway.projectOn('anthropic')
    await gateway.api.mutate('projects.remove', { id: removed.id })
    const expiring = await gateway.projectOn('anthropic')
    const expired = await gateway.api.mutate<{ key: string }>('keys.create', {
      projectId: expiring.id,
      name: 'short',
      expiresAt: new Date(Date.now() + 300).toISOString(),
    })
    await new Promise((resolve) => setTimeout(resolve, 400))
    const keys = [
      `hg_live_${'x'.repeat(43)}`,
      'hg_live_short',
      '',
      'sk-ant-api03-x',
      revoked.key,
      disabled.key,
      removed.key,
      expired.key,
    ]
    const answers = await Promise.all(keys.map((key) => denied(gateway, { 'x-api-key': key })))
    for (const answer of [...answers, await denied(gateway, {})]) {
      expect(answer).toEqual({
        status: 401,
        type: 'authentication_error',
        message: 'The project key is missing or not valid.',
      })
    }
    expect(gateway.anthropic.requests).toHaveLength(0)
  })

  test('both headers count, together when they agree', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const other = await gateway.projectOn('anthropic')
    const status = async (headers: Record<string, string>) =>
      (
        await fetch(`${gateway.url}/v1/messages`, {
          method: 'POST',
          headers: { ...headers, 'anthropic-version': '2023-06-01' },
          body: bodyOf(),
        })
      ).status
    expect(await status({ 'x-api-key': project.key })).toBe(200)
    expect(await status({ authorization: `Bearer ${project.key}` })).toBe(200)
    expect(await status({ authorization: `bearer ${project.key}`, 'x-api-key': project.key })).toBe(200)
    expect(await status({ authorization: `Bearer ${other.key}`, 'x-api-key': project.key })).toBe(401)
    expect(await status({ 'x-headgate-key': project.key })).toBe(200)
    expect(await status({ 'x-headgate-key': 'wrong', 'x-api-key': project.key })).toBe(401)
    expect(
      await status({ authorization: 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/x', 'x-api-key': project.key }),
    ).toBe(200)
    expect(await status({ authorization: 'Basic dXNlcjpwYXNz' })).toBe(401)
  })

  test('the key is judged before the body is read', async ({ gateway }) => {
    const { port } = new URL(gateway.url)
    const socket = connect(Number(port), '127.0.0.1')
    socket.write(
      `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: wrong\r\ncontent-length: 1000000\r\n\r\n`,
    )
    const [answer] = (await new Promise((resolve) => socket.once('data', (data) => resolve([data])))) as [
      Buffer,
    ]
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /)
    socket.destroy()
  })
})

test.describe('projects and paths', () => {
  test('a project without an enabled credential says so', async ({ gateway }) => {
    const empty = await gateway.addProject()
    const off = await gateway.projectOn('anthropic')
    await gateway.api.mutate('credentials.update', { id: off.credential.id, enabled: false })
    for (const project of [empty, off]) {
      const response = await postMessages(gateway.url, project)
      expect(response.headers.get('x-should-retry')).toBe('false')
      const error = await errorOf(response)
      expect(error).toMatchObject({ status: 503, type: 'api_error' })
      expect(error.message).toContain(project.slug)
    }
  })

  test('Anthropic’s other paths on a Bedrock project: 400 with the reason', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    for (const path of ['/v1/messages/batches', '/v1/files', '/v1/of/the/future?x=1']) {
      const error = await errorOf(await fetch(gateway.url + path, { headers: { 'x-api-key': project.key } }))
      expect(error).toMatchObject({ status: 400, type: 'invalid_request_error' })
      expect(error.message).toContain('Bedrock alone')
    }
  })

  test('every answer names its request, those of unknown paths included', async ({ gateway }) => {
    for (const [method, path, status] of [
      ['HEAD', '/', 200],
      ['GET', '/api/hello', 200],
      ['GET', '/healthz', 200],
      ['GET', '/readyz', 200],
      ['GET', '/metrics', 200],
      ['POST', '/v1/messages', 401],
      ['POST', '/model/x/invoke', 403],
      ['GET', '/trpc/projects.list', 401],
      ['POST', '/nowhere', 404],
      ['GET', '/api/oauth/profile', 404],
      ['GET', '/v2/messages', 404],
      ['GET', '/foundation-models', 404],
    ] as const) {
      const response = await fetch(`${gateway.url}${path}`, { method })
      expect([path, response.status]).toEqual([path, status])
      expect(response.headers.get('x-headgate-request-id'), path).toMatch(/^req_[0-9a-f]{32}$/)
    }
    const lost = await fetch(`${gateway.url}/nowhere`, { method: 'POST' })
    expect(lost.headers.get('request-id')).toBe(lost.headers.get('x-headgate-request-id'))
    expect(await errorOf(lost)).toMatchObject({ status: 404, type: 'not_found_error' })
  })

  test('a view of the console is a page for a browser, and nothing for a program that wants JSON', async ({
    gateway,
  }) => {
    const get = (accept: string) => fetch(`${gateway.url}/projects/x`, { headers: { accept } })
    const page = await get('text/html,application/xhtml+xml,*/*;q=0.8')
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
    expect((await errorOf(await get('application/json'))).status).toBe(404)
  })

  test('other methods are the upstream’s to judge, behind a key', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    expect((await fetch(`${gateway.url}/v1/files`)).status).toBe(401)
    const wrong = await fetch(`${gateway.url}/v1/messages`, {
      headers: { 'x-api-key': project.key, 'anthropic-version': '2023-06-01' },
    })
    expect([wrong.status, wrong.headers.get('x-headgate-provider')]).toEqual([405, 'anthropic'])
  })

  test('warm-up and telemetry of clients are answered at once', async ({ gateway }) => {
    for (const [method, path] of [
      ['HEAD', '/'],
      ['HEAD', '/api/hello'],
      ['GET', '/api/hello'],
      ['POST', '/api/event_logging/batch'],
    ] as const) {
      expect((await fetch(`${gateway.url}${path}`, { method })).status, path).toBe(200)
    }
  })
})
