import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { signedHeaders } from '../aws/sign-request.ts'
import { startFakeBedrock, type FakeBedrock } from './fake-bedrock.ts'

const arn = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456'
let fake: FakeBedrock
beforeAll(async () => {
  fake = await startFakeBedrock({ modelIds: [{ id: arn, model: 'claude-haiku-4-5-20251001' }, 'own-id'] })
})
beforeEach(() => fake.reset())
afterAll(() => fake.close())

interface Page {
  readonly inferenceProfileSummaries: { readonly inferenceProfileId: string; readonly type: string }[]
  readonly nextToken?: string
}

async function get(path: string): Promise<{ status: number; body: unknown }> {
  const url = fake.url + path
  const headers = await signedHeaders(url, '', { method: 'GET' })
  const response = await fetch(url, { headers })
  return { status: response.status, body: await response.json() }
}

test('the list, by type and in pages', async () => {
  const all = (await get('/inference-profiles?type=SYSTEM_DEFINED&maxResults=1000')).body as Page
  const ids = all.inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId)
  expect(ids).toContain('us.anthropic.claude-haiku-4-5-20251001-v1:0')
  expect(ids).not.toContain('abc123def456')
  expect(all.nextToken).toBeUndefined()
  const paged: string[] = []
  for (let token: string | undefined = ''; token !== undefined;) {
    const query: string = token === '' ? '' : `&nextToken=${encodeURIComponent(token)}`
    const page = (await get(`/inference-profiles?type=SYSTEM_DEFINED&maxResults=20${query}`)).body as Page
    paged.push(...page.inferenceProfileSummaries.map(({ inferenceProfileId }) => inferenceProfileId))
    token = page.nextToken
  }
  expect(paged).toEqual(ids)
})

test('one profile, and the model behind an application profile', async () => {
  const model = {
    modelArn: expect.stringMatching(/foundation-model\/anthropic.claude-haiku-4-5-20251001-v1:0$/),
  }
  const system = await get('/inference-profiles/us.anthropic.claude-haiku-4-5-20251001-v1:0')
  expect(system).toMatchObject({
    status: 200,
    body: { type: 'SYSTEM_DEFINED', models: [model, model, model] },
  })
  const own = await get(`/inference-profiles/${encodeURIComponent(arn)}`)
  expect(own).toMatchObject({ status: 200, body: { type: 'APPLICATION', models: [model] } })
  expect((await get('/inference-profiles/other')).status).toBe(404)
  expect((await fetch(`${fake.url}/inference-profiles`)).status).toBe(403)
})

test('an application profile behaves as the model behind it', async () => {
  const response = await fetch(`${fake.url}/model/${encodeURIComponent(arn)}/invoke`, {
    method: 'POST',
    headers: { authorization: 'Bearer ABSKtest' },
    body: '{"anthropic_version":"bedrock-2023-05-31","max_tokens":1,"messages":[]}',
  })
  expect(await response.json()).toMatchObject({ model: 'claude-haiku-4-5-20251001' })
})
