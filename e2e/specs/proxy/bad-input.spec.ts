// Bad input and its answer: status and error type, always in Anthropic's envelope, and nothing reaches an upstream.
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { AdminApiError } from '../../fixtures/admin-api.ts'
import {
  expect,
  test,
  type CredentialKind,
  type Gateway,
  type ProjectWithKey,
} from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, postMessages, type CallOptions } from '../../fixtures/messages.ts'

const BOTH = ['anthropic', 'bedrock'] as const
const BEDROCK = ['bedrock'] as const
const ANTHROPIC = ['anthropic'] as const

interface Row {
  readonly name: string
  readonly on: readonly CredentialKind[]
  readonly body?: string | Uint8Array<ArrayBuffer>
  readonly options?: CallOptions
  readonly status: number
  readonly type: string
  readonly says?: RegExp
}

const ROWS: readonly Row[] = [
  { name: 'no body', on: BOTH, body: '', status: 400, type: 'invalid_request_error', says: /not valid JSON/ },
  {
    name: 'malformed JSON',
    on: BOTH,
    body: '{"model":"claude-haiku-4-5",',
    status: 400,
    type: 'invalid_request_error',
    says: /not valid JSON/,
  },
  { name: 'trailing comma', on: BOTH, body: '{"model":"m",}', status: 400, type: 'invalid_request_error' },
  {
    name: 'no object',
    on: BOTH,
    body: '["model"]',
    status: 400,
    type: 'invalid_request_error',
    says: /JSON object/,
  },
  {
    name: 'missing model',
    on: BOTH,
    body: '{"max_tokens":1,"messages":[]}',
    status: 400,
    type: 'invalid_request_error',
    says: /^model: Field required/,
  },
  {
    name: 'model of another type',
    on: BOTH,
    body: '{"model":5}',
    status: 400,
    type: 'invalid_request_error',
    says: /^model:/,
  },
  {
    name: 'stream of another type',
    on: BOTH,
    body: bodyOf({ stream: 'yes' }),
    status: 400,
    type: 'invalid_request_error',
    says: /^stream:/,
  },
  {
    name: 'unknown model',
    on: BEDROCK,
    body: bodyOf({ model: 'claude-haiku-45' }),
    status: 404,
    type: 'not_found_error',
    says: /claude-haiku-4-5/,
  },
  {
    name: 'model with a path',
    on: BEDROCK,
    body: bodyOf({ model: 'claude/../../admin' }),
    status: 400,
    type: 'invalid_request_error',
    says: /^model:/,
  },
  {
    name: 'model with a query',
    on: BEDROCK,
    body: bodyOf({ model: 'claude-haiku-4-5?x=1#y' }),
    status: 400,
    type: 'invalid_request_error',
  },
  {
    name: 'model with a line break',
    on: BEDROCK,
    body: bodyOf({ model: 'claude-haiku\r\n-4-5' }),
    status: 400,
    type: 'invalid_request_error',
  },
  {
    name: 'unknown content encoding',
    on: BOTH,
    options: { headers: { 'content-encoding': 'lzma' } },
    status: 415,
    type: 'invalid_request_error',
  },
  {
    name: 'content that is not what its encoding says',
    on: BOTH,
    options: { headers: { 'content-encoding': 'gzip' } },
    status: 400,
    type: 'invalid_request_error',
  },
  {
    name: 'a compressed body that becomes too large',
    on: BOTH,
    body: Uint8Array.from(gzipSync(bodyOf({ pad: ' '.repeat(33 * 2 ** 20) }))),
    options: { headers: { 'content-encoding': 'gzip' } },
    status: 413,
    type: 'request_too_large',
  },
  {
    name: 'a body of 21 MB on Bedrock',
    on: BEDROCK,
    body: bodyOf({ pad: 'x'.repeat(21 * 2 ** 20) }),
    status: 413,
    type: 'request_too_large',
    says: /20 MB/,
  },
  {
    name: 'a server tool on Bedrock',
    on: BEDROCK,
    body: bodyOf({ tools: [{ type: 'web_search_20250305', name: 'w' }] }),
    status: 400,
    type: 'invalid_request_error',
    says: /tools\.0\.type/,
  },
  {
    name: 'container on Bedrock',
    on: BEDROCK,
    body: bodyOf({ container: 'c' }),
    status: 400,
    type: 'invalid_request_error',
    says: /^container:/,
  },
]

for (const row of ROWS) {
  test(`${row.name}: ${row.status} ${row.type}`, async ({ gateway }) => {
    for (const kind of row.on) {
      const project = await gateway.projectOn(kind)
      const response = await postMessages(gateway.url, project, row.body ?? bodyOf(), row.options)
      expect(response.headers.get('content-type')).toContain('application/json')
      expect(response.headers.get('request-id')).toMatch(/^req_/)
      const error = await errorOf(response)
      expect(error).toMatchObject({ status: row.status, type: row.type })
      if (row.says) expect(error.message).toMatch(row.says)
      expect(kind === 'bedrock' ? gateway.bedrock.requests : gateway.anthropic.requests).toHaveLength(0)
    }
  })
}

test('what only the upstream can judge goes to Anthropic untouched', async ({ gateway }) => {
  for (const body of [
    bodyOf({ model: 'claude-haiku-45' }),
    bodyOf({ model: 'claude/../../admin' }),
    bodyOf({ max_tokens: 'many' }),
  ]) {
    const project = await gateway.projectOn(ANTHROPIC[0])
    await postMessages(gateway.url, project, body)
    expect(gateway.anthropic.requests.at(-1)!.body.toString()).toBe(body)
  }
})

test.describe('keys', () => {
  async function refused(gateway: Gateway, headers: Record<string, string>) {
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
    const answers = await Promise.all(keys.map((key) => refused(gateway, { 'x-api-key': key })))
    for (const answer of [...answers, await refused(gateway, {})]) {
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

  const get = (gateway: Gateway, project: ProjectWithKey, path: string, method = 'GET') =>
    fetch(`${gateway.url}${path}`, { method, headers: { 'x-api-key': project.key } })

  test('Anthropic’s other paths on a Bedrock project: 400 with the reason', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    for (const path of ['/v1/messages/batches', '/v1/files', '/v1/of/the/future?x=1']) {
      const error = await errorOf(await get(gateway, project, path))
      expect(error).toMatchObject({ status: 400, type: 'invalid_request_error' })
      expect(error.message).toContain('Bedrock alone')
    }
  })

  test('paths that are not served are not found, after authentication', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    expect(await errorOf(await get(gateway, project, '/v1/organizations/me'))).toMatchObject({
      status: 404,
      type: 'not_found_error',
    })
    expect((await fetch(`${gateway.url}/v1/files`)).status).toBe(401)
    expect((await get(gateway, project, '/v1/messages')).status).toBe(404)
  })

  test('Bedrock’s own paths answer in AWS’s shape', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const response = await get(
      gateway,
      project,
      '/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke',
      'POST',
    )
    expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([400, 'ValidationException'])
    expect(await response.json()).toEqual({
      message: expect.stringContaining('no Bedrock credential') as unknown,
    })
    const stranger = await fetch(`${gateway.url}/model/x/invoke`, { method: 'POST' })
    expect([stranger.status, stranger.headers.get('x-amzn-errortype')]).toEqual([
      403,
      'UnrecognizedClientException',
    ])
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

test.describe('HTTP itself', () => {
  async function raw(gateway: Gateway, request: string): Promise<string> {
    const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
    socket.write(request)
    let answer = ''
    for await (const chunk of socket) {
      answer += String(chunk)
      if (answer.includes('}}') || answer.includes('"}')) break
    }
    socket.destroy()
    return answer
  }

  test('a header of 20 KB passes, one of 80 KB is refused in Anthropic’s shape', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const passed = await postMessages(gateway.url, project, bodyOf(), {
      headers: { 'anthropic-beta': `a-${'x'.repeat(20_000)}` },
    })
    expect(passed.status).toBe(200)
    expect(gateway.anthropic.requests.at(-1)!.headers['anthropic-beta']).toHaveLength(20_002)
    const refused = await raw(
      gateway,
      `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-long: ${'x'.repeat(80_000)}\r\n\r\n`,
    )
    expect(refused).toMatch(/^HTTP\/1\.1 431 /)
    expect(refused).toContain('"type":"invalid_request_error"')
  })

  test('what is no HTTP, or tries to smuggle, is refused', async ({ gateway }) => {
    for (const request of [
      'nonsense\r\n\r\n',
      'POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      'POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!',
      'POST /v1/messages HTTP/1.1\r\nhost: x\r\nx: a\0b\r\n\r\n',
    ]) {
      const answer = await raw(gateway, request)
      expect(answer).toMatch(/^HTTP\/1\.1 400 /)
      expect(answer).toContain('"type":"error"')
    }
  })
})

test.describe('configuration that operators type in', () => {
  const bedrock = { provider: 'bedrock', method: 'api_key', name: 'B', apiKey: 'ABSKx', region: 'us-east-1' }
  const anthropic = { provider: 'anthropic', method: 'api_key', name: 'A', apiKey: 'sk-ant-api03-x' }
  const rows: readonly [string, object, RegExp][] = [
    ['a region that is none', { ...bedrock, region: 'mars-north-1' }, /^region: .*not an AWS region/],
    ['a region with a host in it', { ...bedrock, region: 'us-east-1.evil.example/' }, /^region:/],
    ['no region', { ...bedrock, region: undefined }, /^region:/],
    ['an unknown geography', { ...bedrock, geography: 'mars' }, /^geography:/],
    ['a surface that is not offered', { ...bedrock, surface: 'converse' }, /^surface:/],
    ['an unknown provider', { ...anthropic, provider: 'openai' }, /provider/],
    ['columns of the other kind', { ...anthropic, region: 'us-east-1' }, /region/],
    ['a secret with a line break', { ...anthropic, apiKey: 'a\r\nx-evil: 1' }, /^apiKey:/],
    ['an empty secret', { ...anthropic, apiKey: ' ' }, /^apiKey:/],
    ['an account id with a slash', { ...anthropic, accountId: 'a/b' }, /^accountId:/],
    ['an address that is none', { ...anthropic, endpointUrl: 'not a url' }, /^endpointUrl:/],
    ['an address of another scheme', { ...anthropic, endpointUrl: 'file:///etc/passwd' }, /^endpointUrl:/],
    [
      'an address with a password',
      { ...anthropic, endpointUrl: 'https://u:p@proxy.example' },
      /^endpointUrl:/,
    ],
    [
      'a private address',
      { ...anthropic, endpointUrl: 'https://10.0.0.5' },
      /^endpointUrl: .*HEADGATE_PRIVATE_ENDPOINTS/,
    ],
    ['a metadata address', { ...anthropic, endpointUrl: 'http://169.254.169.254' }, /^endpointUrl:/],
    ['plain http', { ...anthropic, endpointUrl: 'http://proxy.example' }, /^endpointUrl: .*https/],
  ]
  for (const [name, input, says] of rows) {
    test(`${name} is refused by name, without an echo of the secret`, async ({ gateway }) => {
      const error = await gateway.api.mutate('credentials.create', { accountId: 'acc_bad', ...input }).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      if (!(error instanceof AdminApiError)) throw new Error('was accepted')
      expect(error.status).toBe(400)
      expect(error.message).toMatch(says)
      expect(error.message).not.toContain('ABSKx')
    })
  }
})
