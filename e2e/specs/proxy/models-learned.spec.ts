// What Bedrock rejected once on the control plane: shown, shared by all processes, forgotten when an operator says so.
import { expect, startGateway, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'
import { startServer } from '../../fixtures/server-process.ts'

const HAIKU = 'global.anthropic.claude-haiku-4-5-20251001-v1:0'
const BETA = 'interleaved-thinking-2025-05-14'

interface Resolution {
  readonly betas: readonly string[]
  readonly learned: readonly object[]
}

const resolve = (gateway: Gateway, credentialId: string) =>
  gateway.api.query<Resolution>('models.resolve', { model: 'claude-haiku-4-5', credentialId, betas: [BETA] })

const learn = async (gateway: Gateway, project: { key: string }) => {
  gateway.bedrock.reject({ betas: [BETA] })
  const response = await postMessages(gateway.url, project, bodyOf(), {
    headers: { 'anthropic-beta': BETA },
  })
  expect(response.status).toBe(200)
}
const betasSent = (gateway: Gateway) =>
  gateway.bedrock.requests.map(
    ({ body }) => (JSON.parse(body.toString()) as { anthropic_beta?: string[] }).anthropic_beta,
  )

test('what was learned is shown, and forgotten at once', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const { id: credentialId, accountId } = project.credential
  await learn(gateway, project)
  const told = await resolve(gateway, credentialId)
  expect(told.learned).toMatchObject([{ kind: 'beta', name: BETA, accountId, upstreamModel: HAIKU }])
  expect(told.betas).toEqual([])
  await expect
    .poll(async () => (await gateway.api.query<{ learned: readonly object[] }>('models.list')).learned)
    .toContainEqual(expect.objectContaining({ credentialId, name: BETA }))

  const forget = (more: object = {}) => gateway.api.mutate('models.forgetLearned', { credentialId, ...more })
  expect(await forget({ upstreamModel: 'another' })).toEqual({ forgotten: 0 })
  expect(await forget({ upstreamModel: HAIKU })).toEqual({ forgotten: 1 })
  expect((await resolve(gateway, credentialId)).betas).toEqual([BETA])
  gateway.bedrock.reset()
  await postMessages(gateway.url, project, bodyOf(), { headers: { 'anthropic-beta': BETA } })
  expect(betasSent(gateway)).toEqual([[BETA]])
})

test('what was learned a moment ago is forgotten as well, and stays so', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const credentialId = project.credential.id
  await learn(gateway, project)
  expect(await gateway.api.mutate('models.forgetLearned', { credentialId })).toEqual({ forgotten: 1 })
  gateway.bedrock.reset()
  // Long enough for every read of the state that could bring it back.
  for (let i = 0; i < 6; i++) {
    await postMessages(gateway.url, project, bodyOf(), { headers: { 'anthropic-beta': BETA } })
    await gateway.api.mutate('projects.update', { id: project.id, name: `P ${i}` })
  }
  expect(betasSent(gateway)).toEqual(Array.from({ length: 6 }, () => [BETA]))
})

test('one bad beta takes no good ones with it', async ({ gateway }) => {
  const project = await gateway.projectOn('bedrock')
  const { id: credentialId } = project.credential
  const good = 'context-1m-2025-08-07'
  const post = async (betas: readonly string[]) => {
    const headers = { 'anthropic-beta': betas.join(',') }
    expect((await postMessages(gateway.url, project, bodyOf(), { headers })).status).toBe(200)
  }
  const told = (betas: readonly string[]) =>
    gateway.api.query<Resolution & { readonly changes: readonly string[] }>('models.resolve', {
      model: 'claude-haiku-4-5',
      credentialId,
      betas,
    })
  gateway.bedrock.reject({ betas: [BETA] })
  await post([good, BETA])
  expect(await told([good, BETA])).toMatchObject({
    betas: [],
    learned: [],
    changes: expect.arrayContaining([expect.stringMatching(/rejected one of .*did not say which/)]),
  })
  expect((await told([good])).betas).toEqual([good])
  await post([good, BETA])
  await post([good])
  await post([good, BETA])
  expect(betasSent(gateway)).toEqual([[good, BETA], undefined, undefined, [good], [good]])
})

test('what was learned is shared by all processes, like forgetting it', async () => {
  const first = await startGateway()
  const second = await startServer({
    dataDir: first.server.dataDir,
    env: { HEADGATE_BEDROCK_URL: first.bedrock.url },
  })
  try {
    const project = await first.projectOn('bedrock')
    const { id: credentialId } = project.credential
    await learn(first, project)
    const sentBySecond = async () => {
      first.bedrock.reset()
      await postMessages(second.url, project, bodyOf(), { headers: { 'anthropic-beta': BETA } })
      return betasSent(first)
    }
    await expect.poll(sentBySecond, { timeout: 5000 }).toEqual([undefined])
    await first.api.mutate('models.forgetLearned', { credentialId })
    await expect.poll(sentBySecond, { timeout: 5000 }).toEqual([[BETA]])
  } finally {
    await second.stop()
    await first.close()
  }
})
