// POST /v1/messages/count_tokens on Anthropic: the same way as messages, free of charge.
import { expect, test, type Gateway, type ProjectWithKey } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf } from '../../fixtures/messages.ts'
import { recordOf } from '../../fixtures/record-of.ts'

const call = (
  gateway: Gateway,
  { key }: Pick<ProjectWithKey, 'key'>,
  path: string,
  init: { method: string; body: string },
) =>
  fetch(`${gateway.url}${path}`, {
    ...init,
    headers: { 'x-api-key': key, 'anthropic-version': '2023-06-01' },
  })

test('goes to Anthropic as it came and is recorded without usage or cost', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const body = '{"model":"claude-haiku-4-5", "messages":[{"role":"user","content":"a\\/b"}],"new":1e400}'
  const response = await call(gateway, project, '/v1/messages/count_tokens?beta=true', {
    method: 'POST',
    body,
  })
  expect([response.status, response.headers.get('x-headgate-provider')]).toEqual([200, 'anthropic'])
  expect(await response.json()).toEqual({ input_tokens: expect.any(Number) as unknown })
  const seen = gateway.anthropic.requests[0]!
  expect([seen.url, seen.body.toString()]).toEqual(['/v1/messages/count_tokens?beta=true', body])
  expect(await recordOf(gateway, project, response)).toMatchObject({
    path: 'POST /v1/messages/count_tokens',
    model: 'claude-haiku-4-5',
    outcome: 'completed',
    inputTokens: null,
    outputTokens: null,
    costPicoUsd: null,
  })
})

test('tries the next credential, and its limits say nothing about messages', async ({ gateway }) => {
  const first = await gateway.addCredential('anthropic')
  const second = await gateway.addCredential('anthropic')
  const project = await gateway.addProject(first, second)
  gateway.anthropic.others.script({ kind: 'error', status: 429 }, { kind: 'answer' })
  const count = () => call(gateway, project, '/v1/messages/count_tokens', { method: 'POST', body: bodyOf() })
  const counted = await count()
  expect(counted.headers.get('x-headgate-credential')).toBe(second.accountId)
  const message = await call(gateway, project, '/v1/messages', { method: 'POST', body: bodyOf() })
  expect(message.headers.get('x-headgate-credential')).toBe(first.accountId)
})

test('errors are the upstream’s, bad bodies are rejected', async ({ gateway }) => {
  const project = await gateway.projectOn('anthropic')
  const count = (body: string) =>
    call(gateway, project, '/v1/messages/count_tokens', { method: 'POST', body })
  expect(await errorOf(await count('{"model":"m"}'))).toMatchObject({
    status: 400,
    message: 'messages: Field required',
  })
  expect(await errorOf(await count('{"model":'))).toMatchObject({ status: 400 })
  gateway.anthropic.others.script({ kind: 'html', status: 200 })
  expect(await errorOf(await count(bodyOf()))).toMatchObject({ status: 502, type: 'api_error' })
})
