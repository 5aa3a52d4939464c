// Requests that two servers would read differently, and names that try to become headers: denied, and nothing goes out.
import { ADMIN_TOKEN, expect, test } from '../../fixtures/gateway.ts'
import { bodyOf } from '../../fixtures/messages.ts'
import { sendRaw } from '../../fixtures/raw-http.ts'

const HEAD = 'POST /v1/messages HTTP/1.1\r\nhost: x\r\n'
/** What an attacker wants to be read as a request of its own. */
const INNER = 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n'

const AMBIGUOUS: Readonly<Record<string, string>> = {
  'a length and chunks': `${HEAD}content-length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`,
  'chunks and a length': `${HEAD}transfer-encoding: chunked\r\ncontent-length: 6\r\n\r\n0\r\n\r\n`,
  'two lengths': `${HEAD}content-length: 5\r\ncontent-length: 6\r\n\r\nhello!`,
  'two lengths in one': `${HEAD}content-length: 5, 6\r\n\r\nhello!`,
  'a signed length': `${HEAD}content-length: +5\r\n\r\nhello`,
  'a negative length': `${HEAD}content-length: -5\r\n\r\nhello`,
  'a length in hex': `${HEAD}content-length: 0x5\r\n\r\nhello`,
  'chunks that are not the last coding': `${HEAD}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  'an unknown coding': `${HEAD}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`,
  'a coding behind a control character': `${HEAD}transfer-encoding: \x0bchunked\r\n\r\n0\r\n\r\n`,
  'a folded header': `${HEAD}x-a: one\r\n two\r\ncontent-length: 0\r\n\r\n`,
  'a folded coding': `${HEAD}transfer-encoding:\r\n chunked\r\n\r\n0\r\n\r\n`,
  'lines that end with LF only': 'POST /v1/messages HTTP/1.1\nhost: x\ncontent-length: 0\n\n',
  'a lone CR inside a value': `${HEAD}x-a: one\rtransfer-encoding: chunked\r\ncontent-length: 0\r\n\r\n`,
  'NUL in a value': `${HEAD}x-a: a\0b\r\ncontent-length: 0\r\n\r\n`,
  'NUL in a name': `${HEAD}x-\0a: b\r\ncontent-length: 0\r\n\r\n`,
  'a space before the colon': `${HEAD}content-length : 0\r\n\r\n`,
  'a name with a space': `${HEAD}x a: b\r\ncontent-length: 0\r\n\r\n`,
  'no name': `${HEAD}: b\r\ncontent-length: 0\r\n\r\n`,
  'no host': 'POST /v1/messages HTTP/1.1\r\ncontent-length: 0\r\n\r\n',
  'a target with a space': 'POST /v1/messages x HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n',
  'a chunk whose size is none': `${HEAD}transfer-encoding: chunked\r\n\r\nzz\r\n\r\n`,
  'a chunk of more than any number': `${HEAD}transfer-encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n`,
}

for (const [name, bytes] of Object.entries(AMBIGUOUS)) {
  test(`${name}: denied, and what follows is no request`, async ({ gateway }) => {
    const { statuses, text, closed } = await sendRaw(gateway.url, bytes + INNER, 1500)
    expect(statuses, text).toHaveLength(1)
    expect([400, 401], text).toContain(statuses[0])
    expect(text).not.toContain('"status":"ok"')
    expect(closed).toBe(true)
    expect(gateway.anthropic.requests).toEqual([])
  })
}

test('a whole URL as target leads nowhere else, and no target is a way around the routes', async ({
  gateway,
}) => {
  const project = await gateway.projectOn('anthropic')
  const body = bodyOf()
  const send = (target: string, host = 'x') =>
    sendRaw(
      gateway.url,
      `POST ${target} HTTP/1.1\r\nhost: ${host}\r\nx-api-key: ${project.key}\r\nanthropic-version: 2023-06-01\r\n` +
        `content-type: application/json\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
    )
  const whole = await send('http://169.254.169.254/v1/messages', '169.254.169.254')
  const upstream = gateway.anthropic.requests.at(-1)
  // Served as the path it names, or denied: the host in it is nobody's.
  if (whole.statuses[0] === 200) expect(upstream!.headers.host).toBe(new URL(gateway.anthropic.url).host)
  else expect(whole.statuses[0]).toBeGreaterThanOrEqual(400)
  for (const target of [
    '//evil.example/v1/messages',
    '/v1/../trpc/system.status',
    '/v1/%2e%2e/trpc/system.status',
    '*',
  ]) {
    const before = gateway.anthropic.requests.length
    const { statuses } = await send(target)
    expect(statuses[0], target).toBeGreaterThanOrEqual(400)
    expect(gateway.anthropic.requests.length, target).toBe(before)
  }
})

test('no name becomes a header', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  for (const accountId of ['a\r\nset-cookie: x=1', 'a\nb', 'a\0b', 'a b', 'ä'])
    await expect(gateway.addCredential('anthropic', { accountId }), accountId).rejects.toMatchObject({
      status: 400,
    })
  for (const slug of ['a\r\nb', 'a b', 'ä'])
    await expect(gateway.api.mutate('projects.create', { slug, name: 'x' })).rejects.toMatchObject({
      status: 400,
    })
  const key = `x-api-key: ${project.key}\r\nanthropic-version: 2023-06-01\r\nconnection: close\r\n`
  for (const request of [
    `GET /v1/models/a%0d%0aset-cookie:%20x=1 HTTP/1.1\r\nhost: x\r\n${key}\r\n`,
    `GET /v1/models HTTP/1.1\r\nhost: x\r\nx-headgate-credential: a%0d%0aset-cookie: x=1\r\n${key}\r\n`,
    `GET /nowhere%0d%0aset-cookie:%20x=1 HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`,
    `GET /trpc/a%0d%0aset-cookie:%20x=1 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${ADMIN_TOKEN}\r\nconnection: close\r\n\r\n`,
  ]) {
    const { text } = await sendRaw(gateway.url, request)
    const [head] = text.split('\r\n\r\n')
    expect(head, request).toMatch(/^HTTP\/1\.1 \d/)
    expect(head!.toLowerCase(), request).not.toContain('\r\nset-cookie')
  }
})

test('what a client says of itself does not reach the upstream as the gateway’s word', async ({
  gateway,
}) => {
  const project = await gateway.projectOn('anthropic')
  const body = bodyOf()
  const { statuses } = await sendRaw(
    gateway.url,
    `POST /v1/messages HTTP/1.1\r\nhost: x\r\nx-api-key: ${project.key}\r\nanthropic-version: 2023-06-01\r\n` +
      'x-forwarded-for: 10.0.0.1\r\nx-headgate-client-address: 10.0.0.1\r\nx-headgate-credential: \r\ncookie: a=b\r\n' +
      `connection: close, x-hop\r\nx-hop: 1\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  )
  const sent = gateway.anthropic.requests.at(-1)
  if (statuses[0] === 200)
    for (const name of ['x-forwarded-for', 'x-headgate-client-address', 'cookie', 'x-hop'])
      expect(sent!.headers[name], name).toBeUndefined()
  else expect(statuses[0]).toBeLessThan(500)
})
