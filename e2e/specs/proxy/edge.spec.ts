// What stands between the gateway and its upstream, and between the gateway and its clients, when it misbehaves.
import { connect } from 'node:net'
import { expect, test } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, postMessages } from '../../fixtures/messages.ts'
import { recordOf } from '../../fixtures/record-of.ts'
import { smallUpstream } from '../../fixtures/small-upstream.ts'

test.describe('pages of a network edge', () => {
  test('an error keeps its status and becomes an envelope', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    for (const [status, type] of [
      [400, 'invalid_request_error'],
      [403, 'permission_error'],
      [413, 'request_too_large'],
      [502, 'api_error'],
      [503, 'api_error'],
      [522, 'api_error'],
      [529, 'overloaded_error'],
    ] as const) {
      gateway.anthropic.script({
        kind: 'html',
        status,
        headers: { 'retry-after': '7', 'x-should-retry': 'true' },
      })
      const response = await postMessages(gateway.url, project)
      expect(response.headers.get('content-type')).toBe('application/json')
      expect(response.headers.get('cf-ray')).toBe('8f0000000000abcd-FRA')
      expect([response.headers.get('retry-after'), response.headers.get('x-should-retry')]).toEqual([
        '7',
        'true',
      ])
      const record = await recordOf(gateway, project, response)
      expect(record).toMatchObject({ status, outcome: 'upstream_error', errorType: type })
      const envelope = (await response.json()) as {
        error: { type: string; message: string }
        request_id: string
      }
      expect([response.status, envelope.error.type]).toEqual([status, type])
      expect(envelope.error.message).toContain(`titled "${status}`)
      expect(envelope.request_id).toBe(response.headers.get('request-id'))
    }
    const { status } = await gateway.api.query<{ status: string }>('credentials.get', {
      id: project.credential.id,
    })
    expect(status).not.toBe('rejected')
  })

  test('text and nothing at all become envelopes too, an envelope stays what it is', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    for (const body of ['upstream connect error', '']) {
      gateway.anthropic.script({ kind: 'error', status: 503, raw: { body, contentType: 'text/plain' } })
      const error = await errorOf(await postMessages(gateway.url, project))
      expect(error).toMatchObject({ status: 503, type: 'api_error' })
      expect(error.message).toContain(body === '' ? 'no readable body' : body)
    }
    const own = '{"type":"error", "error":{"type":"new_error","message":"caf\\u00e9"},"new":1.0}'
    gateway.anthropic.script({
      kind: 'error',
      status: 400,
      raw: { body: own, contentType: 'application/json' },
    })
    expect(await (await postMessages(gateway.url, project)).text()).toBe(own)
  })

  test('a success that is a page is none: the next credential serves', async ({ gateway }) => {
    const [first, second] = [
      await gateway.addCredential('anthropic'),
      await gateway.addCredential('anthropic'),
    ]
    const project = await gateway.addProject(first, second)
    gateway.anthropic.script({ kind: 'html', status: 200 })
    const response = await postMessages(gateway.url, project, bodyOf({ stream: true }))
    expect([response.status, response.headers.get('x-headgate-credential')]).toEqual([200, second.accountId])
    await response.text()
    expect(await recordOf(gateway, project, response)).toMatchObject({
      outcome: 'completed',
      attempts: [{ result: 'unreadable', status: 200 }, { result: 'ok' }],
    })
    const alone = await gateway.projectOn('anthropic')
    gateway.anthropic.script({ kind: 'html', status: 200 })
    expect(await errorOf(await postMessages(gateway.url, alone))).toMatchObject({
      status: 502,
      type: 'api_error',
    })
  })

  test('a success that is an error passes, and is recorded as what it is', async ({ gateway }) => {
    const project = await gateway.projectOn('anthropic')
    const body = '{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'
    gateway.anthropic.script({ kind: 'error', status: 200, raw: { body, contentType: 'application/json' } })
    const response = await postMessages(gateway.url, project)
    expect([response.status, await response.text()]).toEqual([200, body])
    expect(await recordOf(gateway, project, response)).toMatchObject({
      outcome: 'upstream_error',
      errorType: 'overloaded_error',
    })
  })
})

test('versions, unknown betas, retry advice and rate limits pass both ways', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  for (const version of ['2023-06-01', '2026-10-21']) {
    gateway.anthropic.script({
      kind: 'error',
      status: 429,
      headers: { 'x-should-retry': 'false', 'retry-after-ms': '1500', 'anthropic-ratelimit-new-thing': '5' },
    })
    const response = await postMessages(gateway.url, project, bodyOf(), {
      headers: { 'anthropic-version': version, 'anthropic-beta': 'unknown-2031-01-01 ,other-2030-02-02' },
    })
    expect(gateway.anthropic.requests.at(-1)!.headers).toMatchObject({
      'anthropic-version': version,
      'anthropic-beta': 'unknown-2031-01-01 ,other-2030-02-02',
    })
    for (const [name, value] of Object.entries({
      'x-should-retry': 'false',
      'retry-after-ms': '1500',
      'anthropic-ratelimit-new-thing': '5',
      'anthropic-ratelimit-requests-remaining': '3000',
    }))
      expect([name, response.headers.get(name)]).toEqual([name, value])
  }
})

test('an upstream that never answers is let go of with its client', async ({ gateway }) => {
  for (const path of ['/v1/messages', '/v1/messages/count_tokens', '/v1/files']) {
    const project = await gateway.projectOn('anthropic')
    gateway.anthropic.script({ kind: 'hang' })
    gateway.anthropic.others.script({ kind: 'hang' })
    const leaving = new AbortController()
    const call = fetch(`${gateway.url}${path}`, {
      method: 'POST',
      headers: { 'x-api-key': project.key, 'anthropic-version': '2023-06-01' },
      body: bodyOf(),
      signal: leaving.signal,
    })
    const before = gateway.anthropic.requests.length
    await expect.poll(() => gateway.anthropic.requests.length).toBeGreaterThan(before)
    leaving.abort()
    await expect(call).rejects.toThrow()
    await expect.poll(() => gateway.anthropic.requests.at(-1)!.aborted).toBe(true)
    expect(await recordOf(gateway, project), path).toMatchObject({
      outcome: 'client_closed',
      status: 499,
      attempts: [{ result: 'aborted', status: null }],
    })
    gateway.anthropic.reset()
  }
})

test('an answer on another path reaches the client as it comes', async ({ gateway }) => {
  let finish = () => undefined as void
  await using upstream = await smallUpstream((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: a\ndata: {}\n\n')
    finish = () => void response.end('event: b\ndata: {}\n\n')
  })
  const project = await gateway.projectOn('anthropic', { endpointUrl: upstream.url })
  const socket = connect(Number(new URL(gateway.url).port), '127.0.0.1')
  socket.write(`GET /v1/sessions/s/events/stream HTTP/1.1\r\nhost: x\r\nx-api-key: ${project.key}\r\n\r\n`)
  let text = ''
  socket.on('data', (data: Buffer) => (text += data.toString()))
  await expect.poll(() => text).toContain('event: a')
  expect(text).not.toContain('event: b')
  finish()
  await expect.poll(() => text).toContain('event: b')
  socket.destroy()
})
