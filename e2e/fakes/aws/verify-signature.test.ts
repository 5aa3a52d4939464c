import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RecordedRequest } from '../http-server.ts'
import { exampleKey, newTemporaryKey, type IamKey } from './iam-keys.ts'
import { signedHeaders } from './sign-request.ts'
import { verifySignature } from './verify-signature.ts'

const date = new Date('2026-11-22T12:00:00Z')
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: date })
})
afterEach(() => {
  vi.useRealTimers()
})

const body =
  '{"anthropic_version":"bedrock-2023-05-31","max_tokens":16,"messages":[{"role":"user","content":"hi"}]}'
const hash = '616eb59224eb795b641b4c541ad9ee8b939a1e8798f73b54fce66bb79ddbb992'
const invokePath = '/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke'
const runtimeHost = 'bedrock-runtime.us-east-1.amazonaws.com'

function recorded(
  path: string,
  headers: Readonly<Record<string, string>>,
  bytes: string = body,
): RecordedRequest {
  const rawHeaders = Object.entries(headers).flat()
  const url = path
  return {
    method: 'POST',
    url,
    path: url.replace(/\?.*/, ''),
    rawHeaders,
    headers,
    body: Buffer.from(bytes),
    aborted: false,
  }
}

interface Vector {
  readonly host?: string
  readonly path?: string
  readonly service?: string
  readonly more?: Readonly<Record<string, string>>
  readonly signature: string
}

/** A request with a signature that was computed elsewhere. */
function fromVector({
  host = runtimeHost,
  path = invokePath,
  service = 'bedrock',
  more = {},
  signature,
}: Vector) {
  const headers: Record<string, string> = {
    accept: 'application/json',
    'content-type': 'application/json',
    host,
    'x-amz-content-sha256': hash,
    'x-amz-date': '20261122T120000Z',
    ...more,
  }
  const names = Object.keys(headers).sort().join(';')
  const credential = `AKIDEXAMPLE/20261122/us-east-1/${service}/aws4_request`
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`
  return recorded(path, headers)
}

const arnPath =
  '/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A111122223333%3Aapplication-inference-profile%2Fabc123def456/invoke-with-response-stream'
const version = { 'anthropic-version': '2023-06-01' }

test.each<[string, Vector, string?]>([
  ['an encoded colon', { signature: 'ead7613480756d189384d25e558fb29f447f952fbcd7cb7f10b5d82ee6d3387a' }],
  [
    'a literal colon',
    {
      path: invokePath.replace('%3A', ':'),
      signature: 'fad1fb667a9ec39b1ff7bb4922d03d32c8080054a1078ffd472b467f297c520b',
    },
  ],
  [
    'an ARN and a session token',
    {
      path: arnPath,
      more: { 'x-amz-security-token': 'TOKEN' },
      signature: 'a68dc08dd66e79ba583460aff40f994537c0867df09993aa74a231c1f52f6244',
    },
    'TOKEN',
  ],
  [
    'native Messages',
    {
      path: '/anthropic/v1/messages',
      more: version,
      signature: '65b07a67f83e5f48b4655801a6160c50fc2da220fad0528525d0243d2cc18b29',
    },
  ],
  [
    'mantle',
    {
      path: '/anthropic/v1/messages',
      host: 'bedrock-mantle.us-east-1.api.aws',
      service: 'bedrock-mantle',
      more: version,
      signature: 'aa04a3b096bafd7e3074dc989e5f11907de7b0a2a2bf9214382bde53221852eb',
    },
  ],
])('the known vector of %s is good', async (_, vector, sessionToken) => {
  const key: IamKey = { ...exampleKey, ...(sessionToken !== undefined && { sessionToken }) }
  const service = vector.service ?? 'bedrock'
  await expect(verifySignature(fromVector(vector), { keys: [key], service })).resolves.toBe(key)
})

const url = `http://${runtimeHost}${invokePath}`
const rules = { keys: [exampleKey], service: 'bedrock' }
const problem = async (request: RecordedRequest, more: object = {}) =>
  verifySignature(request, { ...rules, ...more }).then(
    () => 'good',
    (error: unknown) => (error as { kind?: string }).kind ?? error,
  )

test('every signed part counts', async () => {
  const headers = await signedHeaders(`${url}?b=1%202&a=x`, body, { headers: { 'x-more': 'a   b' } })
  const good = recorded(`${invokePath}?b=1%202&a=x`, headers)
  expect(await problem(good)).toBe('good')
  expect(await problem({ ...good, method: 'PUT' })).toBe('mismatch')
  expect(await problem({ ...good, url: `${invokePath}?b=1%202&a=y` })).toBe('mismatch')
  expect(await problem({ ...good, path: invokePath.replace('%3A', ':') })).toBe('mismatch')
  expect(await problem({ ...good, body: Buffer.from(`${body} `) })).toBe('mismatch')
  expect(await problem(recorded(good.url, { ...headers, 'x-more': 'a c' }))).toBe('mismatch')
})

test('a hash of another body does not pass', async () => {
  const headers = await signedHeaders(url, body)
  expect(headers['x-amz-content-sha256']).toBe(hash)
  expect(await problem(recorded(invokePath, headers, '{}'))).toBe('mismatch')
})

test('host, date, content type and session token must be signed', async () => {
  const { authorization = '', ...headers } = await signedHeaders(url, body)
  for (const name of ['host', 'x-amz-date', 'content-type']) {
    const without = authorization.replace(new RegExp(`(;${name}|${name};)`), '')
    expect(without).not.toBe(authorization)
    expect(await problem(recorded(invokePath, { ...headers, authorization: without }))).toBe('mismatch')
  }
  const added = { ...headers, authorization, 'x-amz-security-token': 'late' }
  expect(await problem(recorded(invokePath, added))).toBe('mismatch')
})

test('keys: unknown, wrong secret, without its session token, expired', async () => {
  const temporary = newTemporaryKey(new Date(date.getTime() + 60_000))
  const keys = [exampleKey, temporary]
  const outcome = async (key: IamKey) =>
    problem(recorded(invokePath, await signedHeaders(url, body, { key })), { keys })
  expect(await outcome(temporary)).toBe('good')
  expect(await outcome({ ...exampleKey, accessKeyId: 'AKIDOTHER' })).toBe('unknown_key')
  expect(await outcome({ ...exampleKey, secretAccessKey: 'wrong' })).toBe('mismatch')
  expect(await outcome({ ...exampleKey, sessionToken: 'x' })).toBe('unknown_key')
  const { accessKeyId, secretAccessKey } = temporary
  expect(await outcome({ accessKeyId, secretAccessKey })).toBe('unknown_key')
  vi.setSystemTime(date.getTime() + 61_000)
  expect(await outcome(temporary)).toBe('expired_key')
})

test('scope and time', async () => {
  const outcome = async (options: object, more: object = {}) =>
    problem(recorded(invokePath, await signedHeaders(url, body, options)), more)
  expect(await outcome({ service: 'bedrock-mantle' })).toBe('mismatch')
  expect(await outcome({ region: 'nowhere' })).toBe('mismatch')
  expect(await outcome({ region: 'us-gov-west-1' })).toBe('good')
  expect(await outcome({ region: 'eu-west-1' }, { region: 'us-east-1' })).toBe('mismatch')
  expect(await outcome({ date: new Date(date.getTime() - 299_000) })).toBe('good')
  expect(await outcome({ date: new Date(date.getTime() - 301_000) })).toBe('mismatch')
  expect(await outcome({ date: new Date(date.getTime() + 301_000) })).toBe('mismatch')
})

test.each([
  ['AWS4-HMAC-SHA256 Credential=x'],
  ['AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/bedrock/aws4_request, Signature=0'],
  ['AWS4-HMAC-SHA256'],
])('the header %s is incomplete', async (authorization) => {
  expect(await problem(recorded(invokePath, { authorization }))).toBe('incomplete')
})
