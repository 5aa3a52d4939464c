// What goes to Bedrock by the model that is asked: the stand-in rejects what that model does not take.
import { expect, test } from '../../fixtures/gateway.ts'
import { bodyOf, errorOf, postMessages } from '../../fixtures/messages.ts'

test('system messages reach older models as system blocks, newer ones as they are', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const user = { role: 'user', content: 'Hello there' }
  const messages = [user, { role: 'system', content: 'Answer in French.' }, user]
  const sent = async (model: string) => {
    const response = await postMessages(
      gateway.url,
      project,
      bodyOf({ model, messages, system: 'Be brief.' }),
    )
    expect(response.status).toBe(200)
    return JSON.parse(gateway.bedrock.requests.at(-1)!.body.toString()) as object
  }
  expect(await sent('claude-haiku-4-5')).toMatchObject({
    system: [
      { type: 'text', text: 'Be brief.' },
      { type: 'text', text: 'Answer in French.' },
    ],
    messages: [user, user],
  })
  expect(await sent('claude-opus-5')).toMatchObject({ system: 'Be brief.', messages })
})

test('every model gets what it takes of output_config and of betas', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const headers = {
    'anthropic-beta': 'effort-2025-11-24,interleaved-thinking-2025-05-14,tool-search-tool-2025-10-19',
  }
  const ask = (model: string, output_config: object) =>
    postMessages(gateway.url, project, bodyOf({ model, output_config }), { headers })
  for (const model of [
    'claude-sonnet-4-0',
    'claude-haiku-4-5',
    'claude-opus-4-5',
    'claude-sonnet-4-6',
    'claude-opus-4-8',
    'claude-fable-5-2',
  ]) {
    expect((await ask(model, { effort: 'low' })).status, model).toBe(200)
  }
  const format = { type: 'json_schema', schema: { type: 'object' } }
  expect((await ask('claude-haiku-4-5', { effort: 'low', format })).status).toBe(200)
  expect(JSON.parse(gateway.bedrock.requests.at(-1)!.body.toString())).toMatchObject({
    output_config: { format },
  })
  const before = gateway.bedrock.requests.length
  const rejected = await errorOf(await ask('claude-opus-5', { effort: 'low', format }))
  expect(rejected).toMatchObject({ status: 400, type: 'invalid_request_error' })
  expect(rejected.message).toContain('output_config.format: is not offered by Bedrock')
  expect(gateway.bedrock.requests).toHaveLength(before)
})

test('in a us-gov region a bare id costs 20 % more', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock', { region: 'us-gov-west-1' })
  gateway.bedrock.script({ kind: 'answer', usage: { inputTokens: 1000, outputTokens: 0 } })
  await postMessages(gateway.url, project, bodyOf({ model: 'anthropic.claude-3-haiku-20240307-v1:0' }))
  const listed = () => gateway.api.query<{ items: object[] }>('requests.list', { projectId: project.id })
  await expect
    .poll(async () => (await listed()).items, { timeout: 2000 })
    .toMatchObject([{ outcome: 'completed', costPicoUsd: 1000 * 250_000 * 1.2 }])
})
