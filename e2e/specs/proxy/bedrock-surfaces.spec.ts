// The Messages API on bedrock-runtime and on bedrock-mantle: what goes out, and what comes back.
import type { FakeMantle } from '../../fakes/bedrock/fake-mantle.ts'
import { BEDROCK_KEY, expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, eventsOf, postMessages } from '../../fixtures/messages.ts'

const STREAM = bodyOf({ stream: true })
const BETA = 'interleaved-thinking-2025-05-14'

type Native = 'messages' | 'mantle'

const upstreamOf = (gateway: Gateway, surface: Native): FakeMantle =>
  surface === 'mantle' ? gateway.mantle : gateway.bedrock

const lastRecord = async (gateway: Gateway, projectId: string) => {
  const listed = () => gateway.api.query<{ items: object[] }>('requests.list', { projectId })
  await expect.poll(async () => (await listed()).items.length, { timeout: 3000 }).toBeGreaterThan(0)
  return (await listed()).items[0]
}

for (const surface of ['messages', 'mantle'] as const) {
  test.describe(`surface ${surface}`, () => {
    const upstreamModel =
      surface === 'mantle' ? 'anthropic.claude-haiku-4-5' : 'global.anthropic.claude-haiku-4-5-20251001-v1:0'

    test('the body keeps its form, the key and the betas are headers, nothing else of the client goes', async ({
      gateway,
    }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      const response = await postMessages(gateway.url, project, bodyOf({ service_tier: 'auto' }), {
        headers: {
          authorization: `Bearer ${project.key}`,
          'anthropic-beta': `oauth-2025-04-20,${BETA}`,
          cookie: 'session=secret',
        },
        query: '?beta=true',
      })
      expect(response.status).toBe(200)
      const upstream = upstreamOf(gateway, surface)
      const { url, headers, body } = upstream.requests.at(-1)!
      expect(url).toBe('/anthropic/v1/messages')
      expect(Object.keys(headers).sort()).toEqual([
        'accept',
        'accept-encoding',
        'anthropic-beta',
        'anthropic-version',
        'connection',
        'content-length',
        'content-type',
        'host',
        'user-agent',
        'x-api-key',
      ])
      expect(headers).toMatchObject({
        'x-api-key': BEDROCK_KEY,
        'anthropic-version': '2023-06-01',
        'anthropic-beta': BETA,
      })
      expect(JSON.parse(body.toString())).toEqual({
        model: upstreamModel,
        max_tokens: 100,
        messages: [{ role: 'user', content: 'Hello there' }],
      })
      expect(upstream.leaks).toEqual([])
    })

    test('the answer reads as Anthropic’s own', async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      const response = await postMessages(gateway.url, project)
      expect(await response.json()).toMatchObject({ type: 'message', model: 'claude-haiku-4-5-20251001' })
      expect(response.headers.get('request-id')).toBe(response.headers.get('x-headgate-request-id'))
      expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
    })

    test('so does the stream, and what it used is metered', async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      const usage = { inputTokens: 1000, outputTokens: 10 }
      upstreamOf(gateway, surface).script({ kind: 'answer', usage })
      const response = await postMessages(gateway.url, project, STREAM)
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
      expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/)
      const events = eventsOf(await response.text())
      expect(events[0]!.data).toMatchObject({ message: { model: 'claude-haiku-4-5-20251001' } })
      expect(events.at(-1)!.event).toBe('message_stop')
      // A regional or in-region model costs 10 % more than a global profile.
      const factor = surface === 'mantle' ? 1.1 : 1
      expect(await lastRecord(gateway, project.id)).toMatchObject({
        outcome: 'completed',
        upstreamModel,
        inputTokens: 1000,
        outputTokens: 10,
        costPicoUsd: (1000 * 1_000_000 + 10 * 5_000_000) * factor,
      })
    })

    test('events that arrive in pieces of any size are the same events', async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      const upstream = upstreamOf(gateway, surface)
      const text = async () => {
        const whole = await (await postMessages(gateway.url, project, STREAM)).text()
        return whole.replace(/msg_\w+/g, 'msg')
      }
      const plain = await text()
      upstream.script({ kind: 'fragmented', pieceBytes: 7 }, { kind: 'coalesced' })
      expect([await text(), await text()]).toEqual([plain, plain])
    })

    test('a stream that goes wrong ends with an error event, never cleanly', async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      for (const [behaviour, type] of [
        [{ kind: 'error_event', after: 3, type: 'overloaded_error' }, 'overloaded_error'],
        [{ kind: 'error_event', after: 2, type: 'rate_limit_error' }, 'rate_limit_error'],
        [{ kind: 'cut', at: { events: 3 } }, 'api_error'],
        [{ kind: 'cut', at: { bytes: 700 } }, 'api_error'],
        [{ kind: 'cut', at: { events: 3 }, ending: 'clean' }, 'api_error'],
      ] as const) {
        upstreamOf(gateway, surface).script(behaviour)
        const response = await postMessages(gateway.url, project, STREAM)
        expect(response.status).toBe(200)
        const events = eventsOf(await response.text())
        expect(events[0]!.event).toBe('message_start')
        expect(events.map(({ event }) => event)).not.toContain('message_stop')
        expect(events.at(-1)).toMatchObject({ event: 'error', data: { type: 'error', error: { type } } })
        expect(events.at(-1)!.data.request_id).toBe(response.headers.get('request-id'))
      }
    })

    test('an error in the place of the first event keeps its status', async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      for (const [type, status] of [
        ['overloaded_error', 529],
        ['rate_limit_error', 429],
        ['invalid_request_error', 400],
        ['authentication_error', 502],
      ] as const) {
        upstreamOf(gateway, surface).script({ kind: 'error_event', after: 0, type, message: 'because' })
        const response = await postMessages(gateway.url, project, STREAM)
        expect((await errorOf(response)).status, type).toBe(status)
      }
    })

    test('errors of either shape become Anthropic’s, without a word about the account', async ({
      gateway,
    }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      const arn = 'User: arn:aws:iam::111122223333:user/gateway is not authorized to perform: x'
      for (const [behaviour, status, type] of [
        [{ status: 400, type: 'invalid_request_error', message: 'no' }, 400, 'invalid_request_error'],
        [{ status: 400, exception: 'ValidationException', message: 'no' }, 400, 'invalid_request_error'],
        [{ status: 429, exception: 'ThrottlingException', messageField: 'Message' }, 429, 'rate_limit_error'],
        [{ status: 403, type: 'permission_error', message: arn }, 403, 'permission_error'],
        [{ status: 403, exception: 'AccessDeniedException', message: arn }, 403, 'permission_error'],
        [{ status: 401, type: 'authentication_error', message: 'invalid x-api-key' }, 502, 'api_error'],
        [{ status: 403, exception: 'ExpiredTokenException', message: 'expired' }, 502, 'api_error'],
        [{ status: 404, type: 'not_found_error', message: 'no model' }, 404, 'not_found_error'],
        [{ status: 529, type: 'overloaded_error' }, 529, 'overloaded_error'],
      ] as const) {
        for (const body of [bodyOf(), STREAM]) {
          upstreamOf(gateway, surface).script({ kind: 'error', ...behaviour })
          const error = await errorOf(await postMessages(gateway.url, project, body))
          expect(error, JSON.stringify(behaviour)).toMatchObject({ status, type })
          expect(error.message).not.toMatch(/111122223333|arn:aws|x-api-key/)
        }
      }
    })

    test('a page, an unknown operation or silence of the connection is never a success', async ({
      gateway,
    }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      for (const behaviour of [
        { kind: 'html', status: 200 },
        { kind: 'html', status: 503 },
        { kind: 'unknown_operation', status: 200 },
        { kind: 'unknown_operation' },
        { kind: 'reset' },
      ] as const) {
        for (const body of [bodyOf(), STREAM]) {
          upstreamOf(gateway, surface).script(behaviour)
          const error = await errorOf(await postMessages(gateway.url, project, body))
          expect(error.status, JSON.stringify(behaviour)).toBeGreaterThanOrEqual(500)
          expect(error.message).not.toMatch(/<|Coral|Output/)
        }
      }
    })

    test('requests are signed for the service of the surface', async ({ gateway }) => {
      const project = await gateway.projectOn('iam', { surface })
      for (const body of [bodyOf(), STREAM]) {
        const response = await postMessages(gateway.url, project, body)
        expect(response.status).toBe(200)
        await response.text()
      }
      const upstream = upstreamOf(gateway, surface)
      expect(upstream.acceptedCallers.map(({ proof }) => proof)).toEqual(['signature', 'signature'])
      expect(upstream.rejectedCallers).toEqual([])
    })

    test('a silent stream is kept alive with pings, before the first byte and later', async ({ gateway }) => {
      test.setTimeout(90_000)
      const project = await gateway.projectOn('bedrock', { surface })
      upstreamOf(gateway, surface).script(
        { kind: 'answer', firstByteDelayMs: 16_000 },
        { kind: 'answer', silence: { after: 4, ms: 16_000 } },
      )
      const [late, paused] = await Promise.all([
        postMessages(gateway.url, project, STREAM),
        postMessages(gateway.url, project, STREAM),
      ])
      const names = eventsOf(await late.text()).map(({ event }) => event)
      expect(names.slice(0, 2)).toEqual(['ping', 'message_start'])
      expect(names.at(-1)).toBe('message_stop')
      const later = eventsOf(await paused.text()).map(({ event }) => event)
      expect(later[4]).toBe('ping')
      expect(later.at(-1)).toBe('message_stop')
    })
  })
}

test('mantle takes bare ids only, and the denial says the way out', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock', { surface: 'mantle' })
  for (const [model, status, words] of [
    [
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      400,
      /bare model ids only.*claude-haiku-4-5-20251001.*'invoke'/,
    ],
    [
      'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456',
      400,
      /bare model ids only/,
    ],
    ['claude-sonnet-4-6', 404, /not offered on bedrock-mantle/],
  ] as const) {
    const error = await errorOf(await postMessages(gateway.url, project, bodyOf({ model })))
    expect(error.status).toBe(status)
    expect(error.message).toMatch(words)
  }
  expect(gateway.mantle.requests).toEqual([])
})

test('an endpoint of its own replaces the host of the credential’s surface', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock', {
    surface: 'mantle',
    endpointUrl: `${gateway.bedrock.url}/`,
  })
  // The stand-in for the runtime has the same path, and knows no bare id of mantle.
  expect((await postMessages(gateway.url, project)).status).toBe(404)
  expect([gateway.bedrock.requests.length, gateway.mantle.requests.length]).toEqual([1, 0])
})
