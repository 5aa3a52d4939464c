// Towards Anthropic nothing is re-serialised: bodies go out and answers come back byte for byte.
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'
import { ANTHROPIC_KEY, expect, OAUTH_ACCESS, test } from '../../fixtures/gateway.ts'

const ODD_BODY =
  '{ "model" : "claude-haiku-4-5",\n\t"max_tokens":1e2, "max_tokens": 100, "big":9007199254740993,"huge":1e400,"one":1.0,' +
  '"messages":[{"role":"user","content":"caf\\u00e9 \\/ 🙂 \\ud83d"}],"brand_new":{"deep":[[[[null]]]]},"model":"claude-haiku-4-5" }\r\n'

test('the body goes out as it came: duplicates, unknown fields, number forms, blanks', async ({
  gateway,
}) => {
  const project = await gateway.projectOn('anthropic')
  const response = await postMessages(gateway.url, project, ODD_BODY, { query: '?beta=true&x=%20y' })
  expect(response.status).toBe(200)
  const sent = gateway.anthropic.requests.at(-1)!
  expect(sent.body.toString()).toBe(ODD_BODY)
  expect(sent.url).toBe('/v1/messages?beta=true&x=%20y')
})

test('compressed bodies go out compressed', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  for (const [encoding, compress] of [
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
    ['zstd', zstdCompressSync],
    ['gzip, br', (body: string) => brotliCompressSync(gzipSync(body))],
  ] as const) {
    const body = Uint8Array.from(compress(bodyOf()))
    const response = await postMessages(gateway.url, project, body, {
      headers: { 'content-encoding': encoding },
    })
    expect(response.status, encoding).toBe(200)
    const sent = gateway.anthropic.requests.at(-1)!
    expect(sent.headers['content-encoding']).toBe(encoding)
    expect(Buffer.compare(sent.body, Buffer.from(body))).toBe(0)
  }
})

test('headers are an open list, credentials are replaced', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  await postMessages(gateway.url, project, bodyOf(), {
    headers: {
      'anthropic-beta': 'brand-new-2027-01-01,context-1m-2025-08-07',
      'x-stainless-lang': 'js',
      'x-claude-code-session-id': 'session-1',
      'user-agent': 'claude-cli/9.9.9 (external, cli)',
      'x-of-the-future': 'yes',
      cookie: 'session=secret',
      'x-amz-security-token': 'meant for AWS',
      'x-amz-date': '20261122T000000Z',
      'x-forwarded-for': '10.0.0.1',
      'accept-encoding': 'gzip',
    },
  })
  const { headers } = gateway.anthropic.requests.at(-1)!
  expect(headers).toMatchObject({
    'anthropic-beta': 'brand-new-2027-01-01,context-1m-2025-08-07',
    'anthropic-version': '2023-06-01',
    'x-stainless-lang': 'js',
    'x-claude-code-session-id': 'session-1',
    'user-agent': 'claude-cli/9.9.9 (external, cli)',
    'x-of-the-future': 'yes',
    'x-api-key': ANTHROPIC_KEY,
    'accept-encoding': 'identity',
  })
  for (const name of ['cookie', 'x-forwarded-for', 'authorization', 'x-amz-security-token', 'x-amz-date'])
    expect(headers[name]).toBeUndefined()
})

test('an OAuth credential goes as a bearer with its beta merged in', async ({ gateway }) => {
  const project = await gateway.projectOn('oauth')
  await postMessages(gateway.url, project, bodyOf(), { headers: { 'anthropic-beta': 'a-2025-01-01' } })
  const { headers } = gateway.anthropic.requests.at(-1)!
  expect(headers.authorization).toBe(`Bearer ${OAUTH_ACCESS}`)
  expect(headers['anthropic-beta']).toBe('a-2025-01-01,oauth-2025-04-20')
  expect(headers['x-api-key']).toBeUndefined()
})

for (const stream of [false, true]) {
  test(`the answer comes back byte for byte, ${stream ? 'streamed' : 'as JSON'}`, async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const request = {
      method: 'POST',
      headers: {
        'x-api-key': ANTHROPIC_KEY,
        'anthropic-version': '2023-06-01',
        'content-type': 'application/json',
      },
      body: bodyOf({ stream }),
    }
    const withoutIds = (text: string) => text.replace(/"(?:msg|req)_[A-Za-z0-9]+"/g, '"id"')
    const direct = await fetch(`${gateway.anthropic.url}/v1/messages`, request)
    const through = await postMessages(gateway.url, project, request.body)
    expect(withoutIds(await through.text())).toBe(withoutIds(await direct.text()))

    const upstream = new Map(direct.headers)
    for (const name of ['set-cookie', 'date', 'connection', 'keep-alive', 'transfer-encoding', 'request-id'])
      upstream.delete(name)
    const seen = new Map(through.headers)
    for (const [name, value] of upstream) {
      if (!name.endsWith('-reset')) expect(seen.get(name), name).toBe(value)
    }
    expect(seen.get('request-id')).toMatch(/^req_/)
    expect(seen.get('set-cookie')).toBeUndefined()
    expect([...seen.keys()].filter((name) => name.startsWith('x-headgate-')).sort()).toEqual([
      'x-headgate-credential',
      'x-headgate-provider',
      'x-headgate-request-id',
    ])
  })
}

test('errors come back byte for byte with their headers', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const raw =
    '{ "type":"error", "error": {"type":"invalid_request_error","message":"odd \\u00e9","details":{"n":1.0}} ,"request_id":"req_up"}'
  gateway.anthropic.script({
    kind: 'error',
    status: 400,
    raw: { body: raw, contentType: 'application/json; charset=x' },
    headers: { 'x-should-retry': 'false' },
  })
  const response = await postMessages(gateway.url, project)
  expect(response.status).toBe(400)
  expect(await response.text()).toBe(raw)
  expect(response.headers.get('content-type')).toBe('application/json; charset=x')
})

test('a 31 MB body passes, and a 34 MB one is denied before it is collected', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const sized = (megabytes: number) =>
    bodyOf({ messages: [{ role: 'user', content: 'x'.repeat(megabytes * 2 ** 20) }] })
  const body = sized(31)
  const passed = await postMessages(gateway.url, project, body)
  expect(passed.status).toBe(200)
  expect(gateway.anthropic.requests.at(-1)!.body.length).toBe(Buffer.byteLength(body))
  const before = gateway.anthropic.requests.length
  const denied = await postMessages(gateway.url, project, sized(34))
  expect(denied.status).toBe(413)
  expect(await denied.json()).toMatchObject({ type: 'error', error: { type: 'request_too_large' } })
  expect(gateway.anthropic.requests).toHaveLength(before)
})

test('a verbatim stream that is cut breaks the connection and gets nothing appended', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.script({ kind: 'cut', at: { events: 4 } })
  const response = await postMessages(gateway.url, project, bodyOf({ stream: true }))
  expect(response.status).toBe(200)
  let text = ''
  const failure = await (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body!) text += decoder.decode(chunk, { stream: true })
  })().then(
    () => null,
    (error: unknown) => error,
  )
  expect(failure).not.toBeNull()
  expect(text.match(/^event: /gm)).toHaveLength(4)
  expect(text).not.toContain('event: error')
})
