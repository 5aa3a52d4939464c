// Anthropic's other paths: handed on as they come, to one credential, for those who may reach its workspace.
import { connect } from 'node:net'
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { expect, test, ANTHROPIC_KEY, type Gateway, type ProjectWithKey } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf } from '../../fixtures/messages.ts'
import { recordOf } from '../../fixtures/record-of.ts'

type Headers = Readonly<Record<string, string>>

const HEADERS = { 'anthropic-version': '2023-06-01', 'anthropic-beta': 'files-api-2025-04-14' }

function call(
  gateway: Gateway,
  project: Pick<ProjectWithKey, 'key'>,
  path: string,
  { headers, ...init }: Omit<RequestInit, 'headers'> & { headers?: Headers; duplex?: 'half' } = {},
): Promise<Response> {
  return fetch(`${gateway.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { 'x-api-key': project.key, ...HEADERS, ...headers },
  })
}

/** Bytes as they are written, and everything that comes back until the connection closes or the pattern is there. */
function raw(gateway: Gateway, head: string, until: RegExp = /\r\n\r\n/): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    let text = ''
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1')
      if (until.test(text)) {
        resolve(text)
        socket.destroy()
      }
    })
    socket.once('error', reject).once('close', () => resolve(text))
    socket.write(head, 'latin1')
  })
}

test.describe('what is forwarded', () => {
  test('any method, path and query, spelled as they came', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND', 'QUERY']) {
      gateway.anthropic.others.script({ kind: 'echo' })
      const path = `/v1/of/the%20future/caf%C3%A9%2Fx/{y}|'z'?a=%27'&&b=1+2&beta=true&x=..//..`
      const answer = await raw(
        gateway,
        `${method} ${path} HTTP/1.1\r\nhost: x\r\nx-api-key: ${project.key}\r\nanthropic-version: 2026-10-21\r\n` +
          `content-type: ;odd\r\nX-New: a\r\nx-new: b\r\nconnection: close\r\n\r\n`,
        /$^/,
      )
      expect(answer, method).toMatch(/^HTTP\/1\.1 200 /)
      const seen = gateway.anthropic.requests.at(-1)!
      expect([seen.method, seen.url]).toEqual([method, path])
      expect(seen.rawHeaders.join()).toContain('X-New,a,x-new,b')
      expect(seen.headers).toMatchObject({
        'anthropic-version': '2026-10-21',
        'content-type': ';odd',
        'x-api-key': ANTHROPIC_KEY,
      })
      expect(seen.rawHeaders.join()).not.toContain(project.key)
    }
  })

  test('a call is recorded with its path and nothing that was not learned', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const listed = await call(gateway, project, '/v1/files?limit=5')
    await listed.text()
    expect(await recordOf(gateway, project, listed)).toMatchObject({
      path: 'GET /v1/files',
      model: null,
      outcome: 'completed',
      status: 200,
      inputTokens: null,
      costPicoUsd: null,
      accountId: project.credential.accountId,
      attempts: [{ result: 'ok', upstreamModel: null }],
    })
    const missing = await call(gateway, project, '/v1/files/file_none')
    expect(await recordOf(gateway, project, missing)).toMatchObject({
      path: 'GET /v1/files/file_none',
      outcome: 'upstream_error',
      status: 404,
      errorType: 'not_found_error',
    })
  })

  test('a compressed body and a compressed answer pass untouched', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const zipped = gzipSync('{"answer":true}')
    gateway.anthropic.others.script({
      kind: 'error',
      status: 200,
      raw: { body: zipped, contentType: 'application/json' },
      headers: { 'content-encoding': 'gzip' },
    })
    const body = brotliCompressSync('{"question":true}')
    const answer = await raw(
      gateway,
      `POST /v1/x HTTP/1.1\r\nhost: x\r\nx-api-key: ${project.key}\r\nanthropic-version: 2023-06-01\r\n` +
        `accept-encoding: gzip;q=0.5, br\r\ncontent-encoding: br\r\ncontent-length: ${body.length}\r\n` +
        `connection: close\r\n\r\n${body.toString('latin1')}`,
      /$^/,
    )
    const seen = gateway.anthropic.requests[0]!
    expect(seen.headers).toMatchObject({ 'accept-encoding': 'gzip;q=0.5, br', 'content-encoding': 'br' })
    expect(body.equals(seen.body)).toBe(true)
    expect(answer).toContain('content-encoding: gzip')
    const received = Buffer.from(answer.slice(answer.indexOf('\r\n\r\n') + 4), 'latin1')
    expect(gunzipSync(received).toString()).toBe('{"answer":true}')
  })

  test('redirects, 304, 204 and HEAD are relayed as they are', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const { others } = gateway.anthropic
    others.script({ kind: 'redirect', location: 'https://files.example/x?y', status: 307 })
    const redirect = await call(gateway, project, '/v1/files/x/content')
    expect([redirect.status, redirect.headers.get('location')]).toEqual([307, 'https://files.example/x?y'])
    for (const status of [204, 304]) {
      others.script({ kind: 'error', status, raw: { body: '', contentType: 'x/y' }, headers: { etag: 'e' } })
      const empty = await call(gateway, project, '/v1/files/x')
      expect([empty.status, empty.headers.get('etag'), await empty.text()]).toEqual([status, 'e', ''])
    }
    others.script({ kind: 'echo', headers: { 'content-length': '1234' } })
    const head = await call(gateway, project, '/v1/files/x', { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '1234', ''])
    expect(gateway.anthropic.requests.at(-1)!.method).toBe('HEAD')
  })

  test('batches: JSONL results, and an answer that is cut is seen to be cut', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const params = JSON.parse(bodyOf()) as object
    const created = await call(gateway, project, '/v1/messages/batches', {
      method: 'POST',
      body: JSON.stringify({
        requests: [
          { custom_id: 'a', params },
          { custom_id: 'b', params },
        ],
      }),
    })
    const { id } = (await created.json()) as { id: string }
    await (await call(gateway, project, `/v1/messages/batches/${id}`)).text()
    const results = await call(gateway, project, `/v1/messages/batches/${id}/results`)
    const lines = (await results.text()).trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { custom_id: string }).custom_id)).toEqual(['a', 'b'])
    gateway.anthropic.others.script({ kind: 'cut', bytes: 20 })
    const cut = await call(gateway, project, `/v1/messages/batches/${id}/results`)
    await expect(cut.text()).rejects.toThrow()
    expect(await recordOf(gateway, project, cut)).toMatchObject({ outcome: 'interrupted', status: 200 })
  })

  test('a page of the edge becomes an envelope, other errors stay as they are', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    gateway.anthropic.others.script(
      { kind: 'html', status: 413 },
      { kind: 'error', status: 409, raw: { body: 'busy', contentType: 'text/plain' } },
    )
    const page = await call(gateway, project, '/v1/files')
    expect(page.headers.get('cf-ray')).toBe('8f0000000000abcd-FRA')
    expect(await errorOf(page)).toMatchObject({ status: 413, type: 'request_too_large' })
    const plain = await call(gateway, project, '/v1/files')
    expect([plain.status, plain.headers.get('content-type'), await plain.text()]).toEqual([
      409,
      'text/plain',
      'busy',
    ])
  })

  test('a rejected credential of the vault is not the client’s fault, limits of files cool nobody', async ({
    gateway,
  }) => {
    const first = await gateway.addCredential('anthropic')
    const project = await gateway.addProject(first, await gateway.addCredential('anthropic'))
    gateway.anthropic.others.script({ kind: 'error', status: 429 }, { kind: 'error', status: 500 })
    for (const status of [429, 500, 200])
      expect((await call(gateway, project, '/v1/files')).status).toBe(status)
    const message = await call(gateway, project, '/v1/messages', { method: 'POST', body: bodyOf() })
    expect(message.headers.get('x-headgate-credential')).toBe(first.accountId)
    gateway.anthropic.others.script({ kind: 'error', status: 401 })
    expect(await errorOf(await call(gateway, project, '/v1/files'))).toMatchObject({
      status: 502,
      type: 'api_error',
    })
    expect((await call(gateway, project, '/v1/files')).headers.get('x-headgate-credential')).toBe(
      first.accountId,
    )
  })
})

test.describe('who may', () => {
  test('what administers the organization is never reached, however it is spelled', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    await gateway.api.mutate('projects.update', { id: project.id, passThrough: true, workspaceAccess: true })
    for (const path of [
      '/v1/organizations/me',
      '/v1/OAuth/token',
      '/v1/%6frganizations',
      '/v1/%256frganizations/me',
      '/v1//organizations',
      '/v1/files/../organizations/me',
      '/v1/files/%2e%2e/oauth/token',
      '/v1/models/..%2Forganizations',
      '/v1/models/../organizations/me',
      '/v1/files\\..\\organizations',
    ]) {
      for (const credential of [
        `x-api-key: ${project.key}`,
        `x-headgate-key: ${project.key}\r\nx-api-key: own`,
      ]) {
        const answer = await raw(
          gateway,
          `GET ${path} HTTP/1.1\r\nhost: x\r\n${credential}\r\nconnection: close\r\n\r\n`,
          /$^/,
        )
        expect([path, answer.slice(0, 12)]).toEqual([path, 'HTTP/1.1 403'])
        expect(answer).toContain('permission_error')
      }
    }
    for (const path of ['/v1/../api/oauth/profile', '/v1//files', '/v1/files/.', '/v1/files#x']) {
      const answer = await raw(
        gateway,
        `GET ${path} HTTP/1.1\r\nhost: x\r\nx-api-key: ${project.key}\r\nconnection: close\r\n\r\n`,
        /$^/,
      )
      expect([path, answer.slice(0, 10)]).toEqual([path, 'HTTP/1.1 4'])
    }
    const spelled = await call(gateway, project, '/v1/messages/', { method: 'POST', body: bodyOf() })
    expect(spelled.status).toBe(404)
    expect(gateway.anthropic.requests).toHaveLength(0)
  })

  test('always the same credential: by priority, or as named', async ({ gateway }) => {
    const [a, b] = [await gateway.addCredential('anthropic'), await gateway.addCredential('anthropic')]
    const project = await gateway.addProject(await gateway.addCredential('bedrock'), b, a)
    const servedBy = async (headers: Headers = {}) =>
      (await call(gateway, project, '/v1/files', { headers })).headers.get('x-headgate-credential')
    gateway.anthropic.script({ kind: 'error', status: 429 })
    await (await call(gateway, project, '/v1/messages', { method: 'POST', body: bodyOf() })).text()
    for (let i = 0; i < 5; i++) expect(await servedBy()).toBe(b.accountId)
    expect(await servedBy({ 'x-headgate-credential': a.accountId })).toBe(a.accountId)
    await gateway.api.mutate('credentials.update', { id: b.id, enabled: false })
    expect(await servedBy()).toBe(a.accountId)
  })

  test('a workspace that other projects use needs a grant', async ({ gateway }) => {
    const shared = await gateway.addCredential('anthropic')
    const project = await gateway.addProject(shared)
    expect((await call(gateway, project, '/v1/files')).status).toBe(200)
    const other = await gateway.addProject(shared)
    for (const each of [project, other]) {
      const error = await errorOf(await call(gateway, each, '/v1/files'))
      expect(error).toMatchObject({ status: 403, type: 'permission_error' })
      expect(error.message).toContain('grant')
    }
    for (const [path, init] of [
      ['/v1/models', {}],
      ['/v1/messages/count_tokens', { method: 'POST', body: bodyOf() }],
    ] as const)
      expect((await call(gateway, project, path, init)).status, path).toBe(200)
    await gateway.api.mutate('projects.update', { id: project.id, workspaceAccess: true })
    expect((await call(gateway, project, '/v1/files')).status).toBe(200)
    expect((await call(gateway, other, '/v1/files')).status).toBe(403)
    await gateway.api.mutate('projects.remove', { id: project.id })
    expect((await call(gateway, other, '/v1/files')).status).toBe(200)
  })
})
