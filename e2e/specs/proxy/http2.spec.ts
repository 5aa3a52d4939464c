// HTTP/2 with prior knowledge on the gateway's one port, from Node's own client down to its frames.
import { once } from 'node:events'
import { connect, constants, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2'
import { adminApi } from '../../fixtures/admin-api.ts'
import { ADMIN_TOKEN, expect, test as base, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, eventsOf, postMessages, type ErrorEnvelope } from '../../fixtures/messages.ts'
import { oneProject } from '../../fixtures/one-project.ts'
import { startServer } from '../../fixtures/server-process.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

type Open = (url: string) => ClientHttp2Session

/** Sessions end with their test. */
const test = base.extend<{ open: Open }>({
  // Playwright reads the parameter's pattern to know what a fixture needs.
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the pattern to know what a fixture needs
  open: async ({}, use) => {
    const sessions: ClientHttp2Session[] = []
    await use((url) => {
      const session = connect(url)
      session.on('error', () => undefined)
      sessions.push(session)
      return session
    })
    for (const session of sessions) session.destroy()
  },
})

function send(session: ClientHttp2Session, key: string, body: string | Uint8Array): ClientHttp2Stream {
  const stream = session.request({
    ':method': 'POST',
    ':path': '/v1/messages',
    'x-api-key': key,
    'anthropic-version': '2023-06-01',
    'content-type': 'application/json',
  })
  stream.end(body)
  return stream
}

/** @throws when the answer is not whole */
async function answerOf(stream: ClientHttp2Stream): Promise<Answer> {
  const [headers] = (await once(stream, 'response')) as [Answer['headers'] & { ':status': number }]
  let body = ''
  for await (const chunk of stream) body += String(chunk)
  return { status: headers[':status'], headers, body }
}

const envOf = (gateway: Gateway) => ({
  HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
  HEADGATE_ANTHROPIC_URL: gateway.anthropic.url,
})

test('a message, and the same over HTTP/1.1: the upstream sees no difference', async ({ gateway, open }) => {
  const project = await gateway.projectOn('anthropic')
  const over1 = await postMessages(gateway.url, project)
  const over2 = await answerOf(send(open(gateway.url), project.key, bodyOf()))
  expect(over2.status).toBe(200)
  expect(over2.headers).toMatchObject({
    'content-type': 'application/json',
    'x-headgate-provider': 'anthropic',
    'x-headgate-request-id': expect.stringMatching(/^req_/),
  })
  for (const name of ['connection', 'keep-alive', 'transfer-encoding']) {
    expect(over2.headers).not.toHaveProperty(name)
  }
  expect(JSON.parse(over2.body)).toMatchObject({ type: 'message', role: 'assistant' })
  const [first, second] = gateway.anthropic.requests
  expect(second!.body.equals(first!.body)).toBe(true)
  const own = new Set(['accept', 'accept-encoding', 'accept-language', 'sec-fetch-mode', 'user-agent'])
  const names = (raw: readonly string[]) =>
    raw.filter((name, i) => i % 2 === 0 && !own.has(name.toLowerCase())).map((name) => name.toLowerCase())
  expect(names(second!.rawHeaders).toSorted()).toEqual(names(first!.rawHeaders).toSorted())
  expect(over1.status).toBe(200)
})

test('a stream comes event by event', async ({ gateway, open }) => {
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.script({ kind: 'answer', chunkDelayMs: 100 })
  const stream = send(open(gateway.url), project.key, bodyOf({ stream: true }))
  const pieces: { text: string; at: number }[] = []
  stream.on('data', (chunk: Buffer) => pieces.push({ text: chunk.toString(), at: performance.now() }))
  await once(stream, 'end')
  const events = eventsOf(pieces.map(({ text }) => text).join(''))
  expect(events[0]!.event).toBe('message_start')
  expect(events.at(-1)!.event).toBe('message_stop')
  expect(pieces.length).toBeGreaterThanOrEqual(events.length / 2)
  expect(pieces.at(-1)!.at - pieces[0]!.at).toBeGreaterThan(100 * (events.length - 2) * 0.8)
})

test('a body of a megabyte arrives as it was sent', async ({ gateway, open }) => {
  const project = await gateway.projectOn('anthropic')
  const body = bodyOf({ messages: [{ role: 'user', content: 'é'.repeat(600_000) }] })
  const { status } = await answerOf(send(open(gateway.url), project.key, body))
  expect(status).toBe(200)
  expect(gateway.anthropic.requests.at(-1)!.body.equals(Buffer.from(body))).toBe(true)
})

test('denials have their envelopes: 401 with its body unread, 404', async ({ gateway, open }) => {
  const session = open(gateway.url)
  const large = Buffer.alloc(5_000_000, ' ')
  const unknown = await answerOf(send(session, 'nobody', large))
  expect([unknown.status, JSON.parse(unknown.body) as ErrorEnvelope]).toMatchObject([
    401,
    {
      type: 'error',
      error: { type: 'authentication_error' },
      request_id: unknown.headers['x-headgate-request-id'],
    },
  ])
  const nowhere = await answerOf(
    session.request({ ':method': 'POST', ':path': '/nowhere' }, { endStream: true }),
  )
  expect([nowhere.status, JSON.parse(nowhere.body) as ErrorEnvelope]).toMatchObject([
    404,
    { error: { type: 'not_found_error', message: 'POST /nowhere does not exist.' } },
  ])
})

for (const how of ['resets its stream', 'breaks its connection'] as const) {
  test(`a client that ${how} ends the upstream call`, async ({ gateway, open }) => {
    const project = await gateway.projectOn('anthropic')
    gateway.anthropic.script({ kind: 'answer', silence: { after: 2, ms: 30_000 } })
    const session = open(gateway.url)
    const stream = send(session, project.key, bodyOf({ stream: true }))
    stream.on('error', () => undefined)
    await once(stream, 'data')
    if (how === 'resets its stream') stream.close(constants.NGHTTP2_CANCEL)
    else session.destroy()
    await expect.poll(() => gateway.anthropic.requests.at(-1)!.aborted).toBe(true)
    await expect
      .poll(() =>
        gateway.api
          .query<{ items: { outcome: string }[] }>('requests.list', { projectId: project.id })
          .then(({ items }) => items.map(({ outcome }) => outcome)),
      )
      .toEqual(['client_closed'])
  })
}

test('a client that leaves before the answer has begun ends the upstream call', async ({ gateway, open }) => {
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.script({ kind: 'hang' })
  const stream = send(open(gateway.url), project.key, bodyOf())
  stream.on('error', () => undefined)
  await expect.poll(() => gateway.anthropic.requests.length).toBe(1)
  stream.close(constants.NGHTTP2_CANCEL)
  await expect.poll(() => gateway.anthropic.requests[0]!.aborted).toBe(true)
})

test('an upstream that is cut gives an error of the stream, never a clean end', async ({ gateway, open }) => {
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.script({ kind: 'cut', at: { events: 3 }, chunkDelayMs: 20 })
  const session = open(gateway.url)
  const stream = send(session, project.key, bodyOf({ stream: true }))
  await expect(answerOf(stream)).rejects.toThrow('NGHTTP2_INTERNAL_ERROR')
  // The others on the connection are not touched.
  expect((await answerOf(send(session, project.key, bodyOf()))).status).toBe(200)
})

test('many streams on one session, beside HTTP/1.1 on the same port', async ({ gateway, open }) => {
  const project = await gateway.projectOn('anthropic')
  gateway.anthropic.always({ kind: 'answer', chunkDelayMs: 5 })
  const session = open(gateway.url)
  const streamed = bodyOf({ stream: true })
  const over2 = Array.from({ length: 150 }, () => answerOf(send(session, project.key, streamed)))
  const over1 = Array.from({ length: 50 }, () =>
    postMessages(gateway.url, project, streamed).then((response) => response.text()),
  )
  const bodies = [...(await Promise.all(over2)).map(({ body }) => body), ...(await Promise.all(over1))]
  for (const body of bodies) expect(eventsOf(body).at(-1)!.event).toBe('message_stop')
  expect(gateway.anthropic.requests).toHaveLength(200)
})

test('SIGTERM: running streams finish with their record, idle sessions hear GOAWAY', async ({
  gateway,
  open,
}) => {
  const server = await startServer({ env: envOf(gateway) })
  const { key, projectId } = await oneProject(server.url)
  gateway.anthropic.script({ kind: 'answer', chunkDelayMs: 150 })
  const idle = open(server.url)
  await once(idle, 'remoteSettings')
  const busy = open(server.url)
  const answer = answerOf(send(busy, key, bodyOf({ stream: true })))
  await expect.poll(() => gateway.anthropic.requests.length).toBe(1)
  const idleEnds = Promise.all([once(idle, 'goaway'), once(idle, 'close')])
  const stopped = server.stop()
  await idleEnds
  expect(server.child.exitCode).toBeNull()
  expect(eventsOf((await answer).body).at(-1)!.event).toBe('message_stop')
  expect(await stopped).toBe(0)
  const again = await startServer({ env: envOf(gateway), dataDir: server.dataDir })
  const { items } = await adminApi(again.url, ADMIN_TOKEN).query<{ items: { outcome: string }[] }>(
    'requests.list',
    { projectId },
  )
  expect(items).toMatchObject([{ outcome: 'completed' }])
  await again.discard()
})

test('a grace that runs out cuts the stream with an error', async ({ gateway, open }) => {
  const server = await startServer({ env: { ...envOf(gateway), HEADGATE_SHUTDOWN_GRACE_MS: '300' } })
  const { key } = await oneProject(server.url)
  gateway.anthropic.script({ kind: 'answer', silence: { after: 2, ms: 60_000 } })
  const stream = send(open(server.url), key, bodyOf({ stream: true }))
  const answer = answerOf(stream).then(
    () => 'whole',
    () => 'broken',
  )
  await once(stream, 'response')
  const started = Date.now()
  expect(await server.stop()).toBe(0)
  expect(await answer).toBe('broken')
  expect(Date.now() - started).toBeLessThan(10_000)
  await server.discard()
})
