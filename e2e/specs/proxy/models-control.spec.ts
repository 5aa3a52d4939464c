// Models on the control plane: what there is, what would become of a call, what operators know better.
import { AdminApiError } from '../../fixtures/admin-api.ts'
import { expect, test, type Gateway } from '../../fixtures/gateway.ts'
import { bodyOf, postMessages } from '../../fixtures/messages.ts'

const PROFILE = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456'
const HAIKU = 'global.anthropic.claude-haiku-4-5-20251001-v1:0'
const BETA = 'interleaved-thinking-2025-05-14'
const NOBODY = '00000000-0000-4000-8000-000000000000'

interface Override {
  readonly id: string
  readonly model: string
  readonly upstreamModel: string | null
  readonly baseModel: string | null
  readonly accountId: string | null
  readonly dropFields: readonly string[]
}
interface Resolution {
  readonly canonicalModel: string | null
  readonly upstreamModel: string | null
  readonly url: string | null
  readonly streamUrl: string | null
  readonly changes: readonly string[]
  readonly betas: readonly string[]
  readonly override: Override | null
  readonly learned: readonly { readonly kind: string; readonly name: string; readonly accountId: string }[]
  readonly notSent: { readonly type: string; readonly message: string } | null
}
interface ModelList {
  readonly items: readonly { readonly id: string; readonly mantleId: string | null }[]
  readonly overrides: readonly Override[]
  readonly learned: readonly { readonly credentialId: string; readonly name: string }[]
}

const resolve = (gateway: Gateway, model: string, credentialId: string, betas: readonly string[] = []) =>
  gateway.api.query<Resolution>('models.resolve', { model, credentialId, betas })

const problemOf = async (call: Promise<unknown>) => {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof AdminApiError)) throw new Error(`no denial: ${String(error)}`)
  return { status: error.status, message: error.message }
}

test('the catalogue is listed', async ({ gateway }) => {
  for (const input of [undefined, {}]) {
    const { items } = await gateway.api.query<ModelList>('models.list', input)
    expect(items.find(({ id }) => id === 'claude-haiku-4-5-20251001')).toMatchObject({
      aliases: ['claude-haiku-4-5'],
      bedrockId: 'anthropic.claude-haiku-4-5-20251001-v1:0',
      mantleId: 'anthropic.claude-haiku-4-5',
    })
  }
})

test('it comes in pages to those who ask for them', async ({ gateway }) => {
  type Page = ModelList & { readonly nextCursor: string | null }
  const ids: string[] = []
  let cursor: string | null = null
  do {
    const input: object = { limit: 10, ...(cursor !== null && { cursor }) }
    const page: Page = await gateway.api.query<Page>('models.list', input)
    ids.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  const all = await gateway.api.query<ModelList>('models.list')
  expect(ids).toEqual(all.items.map(({ id }) => id))
  expect(await problemOf(gateway.api.query('models.list', { cursor: 'x' }))).toMatchObject({ status: 400 })
})

test.describe('resolve', () => {
  test('tells where a call goes, and a call goes there', async ({ gateway }) => {
    for (const surface of ['invoke', 'messages', 'mantle'] as const) {
      const project = await gateway.projectOn('bedrock', { surface })
      const told = await resolve(gateway, 'claude-haiku-4-5', project.credential.id, [
        BETA,
        'oauth-2025-04-20',
      ])
      expect(told).toMatchObject({
        canonicalModel: 'claude-haiku-4-5-20251001',
        betas: [BETA],
        notSent: null,
      })
      expect(told).toMatchObject({ provider: 'bedrock', surface })
      expect(told.changes).toContain('The beta `oauth-2025-04-20` is left out: Bedrock does not take it.')
      for (const stream of [false, true]) {
        await (await postMessages(gateway.url, project, bodyOf({ stream }))).text()
        const upstream = surface === 'mantle' ? gateway.mantle : gateway.bedrock
        expect(stream ? told.streamUrl : told.url).toBe(`${upstream.url}${upstream.requests.at(-1)!.url}`)
      }
    }
  })

  test('on Anthropic next to nothing changes', async ({ gateway }) => {
    const key = await gateway.addCredential('anthropic')
    const oauth = await gateway.addCredential('oauth')
    const url = `${gateway.anthropic.url}/v1/messages`
    expect(await resolve(gateway, 'claude-haiku-4-5', key.id, [BETA])).toMatchObject({
      canonicalModel: 'claude-haiku-4-5-20251001',
      upstreamModel: 'claude-haiku-4-5',
      surface: null,
      url,
      streamUrl: url,
      changes: [],
      betas: [BETA],
    })
    expect((await resolve(gateway, 'claude-haiku-4-5', key.id, ['oauth-2025-04-20'])).betas).toEqual([])
    const told = await resolve(gateway, 'brand-new-model', oauth.id)
    expect(told).toMatchObject({ canonicalModel: null, betas: ['oauth-2025-04-20'] })
    expect(told.changes).toHaveLength(1)
  })

  test('says why a call would be denied, as the client would read it', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const told = await resolve(gateway, 'claude-haiku-45', project.credential.id)
    expect(told).toMatchObject({ upstreamModel: null, url: null, streamUrl: null, changes: [] })
    const response = await postMessages(gateway.url, project, bodyOf({ model: 'claude-haiku-45' }))
    const { error } = (await response.json()) as { error: object }
    expect(told.notSent).toEqual(error)
  })

  test('knows no credential that does not exist', async ({ gateway }) => {
    expect(await problemOf(resolve(gateway, 'claude-haiku-4-5', NOBODY))).toEqual({
      status: 404,
      message: 'The credential does not exist.',
    })
  })
})

test.describe('an override', () => {
  test('counts from the next call on, is replaced and removed', async ({ gateway }) => {
    const project = await gateway.projectOn('bedrock')
    const { id: credentialId, accountId } = project.credential
    const set = (more: object) =>
      gateway.api.mutate<Override>('models.setOverride', { model: 'Our-Model[1m]', credentialId, ...more })
    const first = await set({ upstreamModel: PROFILE, baseModel: 'claude-sonnet-4-6' })
    expect(first).toMatchObject({
      model: 'our-model',
      accountId,
      baseModel: 'claude-sonnet-4-6',
      dropFields: [],
    })
    const response = await postMessages(gateway.url, project, bodyOf({ model: 'our-model' }))
    expect(await response.json()).toMatchObject({ model: 'claude-sonnet-4-6' })
    expect(gateway.bedrock.requests.at(-1)!.url).toBe(`/model/${encodeURIComponent(PROFILE)}/invoke`)

    const second = await set({
      baseModel: 'claude-haiku-4-5',
      dropFields: ['metadata.user_id', 'stop_sequences'],
    })
    expect(second).toMatchObject({
      id: first.id,
      baseModel: 'claude-haiku-4-5-20251001',
      upstreamModel: null,
    })
    const told = await resolve(gateway, 'our-model', credentialId)
    expect(told).toMatchObject({ override: { id: first.id }, upstreamModel: HAIKU })
    expect(told.changes).toContain(
      '`metadata.user_id` is left out: Bedrock rejected it before, or an override drops it.',
    )
    const body = bodyOf({ model: 'our-model', metadata: { user_id: 'u' }, stop_sequences: ['x'] })
    expect((await postMessages(gateway.url, project, body)).status).toBe(200)
    const sent = JSON.parse(gateway.bedrock.requests.at(-1)!.body.toString()) as object
    expect(Object.keys(sent)).toEqual(['anthropic_version', 'max_tokens', 'messages'])
    const { overrides } = await gateway.api.query<ModelList>('models.list')
    expect(overrides.filter(({ id }) => id === first.id)).toEqual([second])

    expect(await gateway.api.mutate('models.removeOverride', { id: first.id })).toEqual({
      id: first.id,
      removed: true,
    })
    expect((await postMessages(gateway.url, project, bodyOf({ model: 'our-model' }))).status).toBe(404)
    expect(await problemOf(gateway.api.mutate('models.removeOverride', { id: first.id }))).toEqual({
      status: 404,
      message: 'The override does not exist.',
    })
  })

  test('of one credential wins over that of all', async ({ gateway }) => {
    const mine = await gateway.projectOn('bedrock')
    const other = await gateway.projectOn('bedrock')
    const set = (credentialId: string | null, baseModel: string) =>
      gateway.api.mutate<Override>('models.setOverride', { model: 'both', credentialId, baseModel })
    const all = await set(null, 'claude-haiku-4-5')
    await set(mine.credential.id, 'claude-sonnet-4-6')
    expect(all.accountId).toBeNull()
    expect((await resolve(gateway, 'both', mine.credential.id)).canonicalModel).toBe('claude-sonnet-4-6')
    expect((await resolve(gateway, 'both', other.credential.id)).override).toEqual(all)
  })

  test('that is set twice at once is one', async ({ gateway }) => {
    const { credential } = await gateway.projectOn('bedrock')
    for (const credentialId of [credential.id, null]) {
      const model = `at-once-${credentialId}`
      const set = (baseModel: string) =>
        gateway.api.mutate<Override>('models.setOverride', { model, credentialId, baseModel })
      const bases = ['claude-haiku-4-5', 'claude-sonnet-4-6', 'claude-opus-5', 'claude-opus-4-8']
      const views = await Promise.all([...bases, ...bases].map(set))
      expect(new Set(views.map(({ id }) => id)).size).toBe(1)
      const { overrides } = await gateway.api.query<ModelList>('models.list')
      expect(overrides.filter((override) => override.model === model)).toHaveLength(1)
    }
  })

  test('that cannot mean anything is denied, and says why', async ({ gateway }) => {
    const anthropic = await gateway.addCredential('anthropic')
    const rejected = (input: object) => problemOf(gateway.api.mutate('models.setOverride', input))
    const model = 'claude-haiku-4-5'
    for (const [input, status, message] of [
      [{ model, credentialId: NOBODY, dropBetas: ['x'] }, 404, /^The credential does not exist\.$/],
      [
        { model, credentialId: anthropic.id, dropBetas: ['x'] },
        400,
        /^credentialId: overrides are for Bedrock/,
      ],
      [
        { model, baseModel: 'claude-haiku-45' },
        400,
        /^baseModel: claude-haiku-45 .*Close names: claude-haiku-4-5/,
      ],
      [{ model, baseModel: PROFILE }, 400, /^baseModel: /],
      [
        { model, upstreamModel: 'claude-sonnet-4-6' },
        400,
        /^upstreamModel: claude-sonnet-4-6 is not a Bedrock/,
      ],
      [{ model, upstreamModel: '../x' }, 400, /^upstreamModel: /],
      [{ model: 'claude/../x', dropBetas: ['x'] }, 400, /^model: /],
      [{ model: 'our-model', dropBetas: ['x'] }, 400, /^model: our-model .*upstreamModel or baseModel/],
      [{ model }, 400, /an override must change something/],
      [
        { model, dropFields: ['messages.*.content'] },
        400,
        /^dropFields: messages\.\*\.content cannot be left out/,
      ],
      [{ model, dropFields: ['a..b'] }, 400, /^dropFields\.0: /],
      [{ model, dropBetas: ['a b'] }, 400, /^dropBetas\.0: /],
      [{ model, dropBetas: ['x'], brand_new: 1 }, 400, /brand_new/],
    ] as const) {
      const problem = await rejected(input)
      expect([input, problem.status]).toEqual([input, status])
      expect(problem.message).toMatch(message)
    }
  })
})

test('nothing is learned about credentials that are not of Bedrock', async ({ gateway }) => {
  const anthropic = await gateway.addCredential('anthropic')
  const forget = (credentialId: string) =>
    problemOf(gateway.api.mutate('models.forgetLearned', { credentialId }))
  expect((await forget(anthropic.id)).status).toBe(400)
  expect((await forget(NOBODY)).status).toBe(404)
})

test('the one with neither session nor admin token learns nothing here', async ({ gateway }) => {
  for (const [procedure, method] of [
    ['models.list', 'GET'],
    ['models.setOverride', 'POST'],
    ['models.forgetLearned', 'POST'],
  ] as const) {
    const response = await fetch(`${gateway.url}/trpc/${procedure}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' && { body: '{}' }),
    })
    expect([procedure, response.status]).toEqual([procedure, 401])
  }
})
