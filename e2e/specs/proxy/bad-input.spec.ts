// Bad input and its answer: status and error type, always in Anthropic's envelope, and nothing reaches an upstream.
import { once } from 'node:events'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, test, type CredentialKind } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, postMessages, type CallOptions } from '../../fixtures/messages.ts'

const BOTH = ['anthropic', 'bedrock'] as const
const BEDROCK = ['bedrock'] as const

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
    status: 400,
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
    name: 'a secret where a model belongs',
    on: BEDROCK,
    body: bodyOf({ model: 'sk-ant-api03-in-the-wrong-place-0001' }),
    status: 404,
    type: 'not_found_error',
    says: /^(?!.*in-the-wrong-place)/,
  },
  {
    name: 'a project key where a credential belongs',
    on: BOTH,
    options: { headers: { 'x-headgate-credential': `hg_live_${'k'.repeat(43)}` } },
    status: 403,
    type: 'permission_error',
    says: /^(?!.*kkkkkkkk)/,
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
    const project = await gateway.projectOn('anthropic')
    await postMessages(gateway.url, project, body)
    expect(gateway.anthropic.requests.at(-1)!.body.toString()).toBe(body)
  }
})

test('what a client wrote in the wrong place is masked in the log', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const secret = 'sk-ant-api03-written-in-the-wrong-place'
  const headers = { 'x-claude-code-session-id': secret, 'user-agent': `curl ${secret}` }
  await postMessages(gateway.url, project, bodyOf({ model: secret }), { headers })
  await expect
    .poll(async () => JSON.stringify(await gateway.api.query('requests.list', { projectId: project.id })))
    .toContain('sk-ant-api...lace')
  const listed = await gateway.api.query('requests.list', { projectId: project.id })
  expect(JSON.stringify(listed)).not.toContain('written-in-the-wrong')
})

test('a body that Bedrock would reject for its size is not waited for', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const { port } = new URL(gateway.url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${project.key}\r\ncontent-length: ${21 * 2 ** 20}\r\n\r\n{`,
  )
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 413 /)
  socket.destroy()
})
