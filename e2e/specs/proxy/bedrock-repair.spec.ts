// What Bedrock refuses of a request is left out once, and remembered.
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, eventsOf, postMessages } from '../../fixtures/messages.ts'

const STREAM = bodyOf({ stream: true })
const BETA = 'interleaved-thinking-2025-05-14'

const upstreamOf = (gateway: Gateway, surface: 'messages' | 'mantle') =>
  surface === 'mantle' ? gateway.mantle : gateway.bedrock

for (const surface of ['messages', 'mantle'] as const) {
  test.describe(`surface ${surface}`, () => {
    test('a beta that is refused is left out, learned, and left out from then on', async ({ gateway }) => {
      const upstream = upstreamOf(gateway, surface)
      for (const errorShape of [undefined, 'aws'] as const) {
        const project = await gateway.projectOn('bedrock', { surface })
        upstream.reset()
        upstream.refuse({ betas: [BETA], ...(errorShape && { errorShape }) })
        const headers = { 'anthropic-beta': BETA }
        for (const body of [STREAM, bodyOf()]) {
          const response = await postMessages(gateway.url, project, body, { headers })
          expect(response.status).toBe(200)
          await response.text()
        }
        expect(upstream.requests.map((sent) => sent.headers['anthropic-beta'])).toEqual([
          BETA,
          undefined,
          undefined,
        ])
      }
    })

    test('what cannot be repaired is answered after two tries', async ({ gateway }) => {
      const project = await gateway.projectOn('bedrock', { surface })
      const upstream = upstreamOf(gateway, surface)
      upstream.script(
        { kind: 'error', status: 400, message: 'invalid beta flag' },
        { kind: 'error', status: 400, message: 'invalid beta flag' },
      )
      const response = await postMessages(gateway.url, project, bodyOf(), {
        headers: { 'anthropic-beta': BETA },
      })
      expect(await errorOf(response)).toEqual({
        status: 400,
        type: 'invalid_request_error',
        message: 'invalid beta flag',
      })
      expect(upstream.requests).toHaveLength(2)
    })
  })
}

test('InvokeModel is repaired, too, in whole answers and in streams', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  gateway.bedrock.refuse({ betas: [BETA] })
  const headers = { 'anthropic-beta': BETA }
  const response = await postMessages(gateway.url, project, STREAM, { headers })
  expect(eventsOf(await response.text()).at(-1)!.event).toBe('message_stop')
  expect((await postMessages(gateway.url, project, bodyOf(), { headers })).status).toBe(200)
  const betas = gateway.bedrock.requests.map(
    ({ body }) => (JSON.parse(body.toString()) as { anthropic_beta?: string[] }).anthropic_beta,
  )
  expect(betas).toEqual([[BETA], undefined, undefined])
})
