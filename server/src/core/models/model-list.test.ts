import { describe, expect, test } from 'vitest'
import type { BedrockCredential } from '../credentials/credential.ts'
import { CATALOG } from './catalog.ts'
import { listBedrockModels } from './list-bedrock-models.ts'
import { findListedModel, mergeModels, type ListedModel } from './listed-model.ts'
import type { ModelOverride } from './model-override.ts'
import { pageOfModels } from './page-of-models.ts'
import { parseModelPage } from './parse-model-page.ts'
import { requestedModels } from './requested-models.ts'

const NOW = new Date('2026-11-22T12:00:00Z')

function bedrock(region: string, more: Partial<BedrockCredential> = {}): { credential: BedrockCredential } {
  return {
    credential: {
      provider: 'bedrock',
      method: 'api_key',
      id: `id-${region}`,
      accountId: region,
      name: region,
      endpointUrl: null,
      enabled: true,
      createdAt: NOW,
      updatedAt: NOW,
      keyPreview: null,
      expiresAt: null,
      region,
      surface: 'invoke',
      geography: 'auto',
      ...more,
    } as BedrockCredential,
  }
}

const override = (model: string, more: Partial<ModelOverride>): ModelOverride => ({
  id: model,
  model,
  credentialId: null,
  upstreamModel: null,
  baseModel: null,
  dropBetas: [],
  dropFields: [],
  createdAt: NOW,
  updatedAt: NOW,
  ...more,
})

const idsOf = (models: readonly ListedModel[]) => models.map(({ id }) => id)

test('days of the catalogue are days, and no answer is larger than its question may be', () => {
  for (const { id, releasedOn, bedrockUntil, maxInputTokens, maxOutputTokens } of CATALOG) {
    expect(Number.isNaN(Date.parse(releasedOn)), id).toBe(false)
    expect(Number.isNaN(Date.parse(bedrockUntil ?? releasedOn)), id).toBe(false)
    expect(maxOutputTokens, id).toBeLessThanOrEqual(maxInputTokens)
  }
})

describe('listBedrockModels', () => {
  const listed = (...places: { credential: BedrockCredential }[]) => idsOf(listBedrockModels(places, [], NOW))

  test('lists what the place of a credential reaches', () => {
    expect(listed(bedrock('us-east-1'))).toContain('claude-fable-5-2')
    expect(listed(bedrock('eu-west-1', { geography: 'eu' }))).not.toContain('claude-fable-5-2')
    expect(listed(bedrock('eu-west-1', { geography: 'eu' }))).toContain('claude-opus-5-5')
    expect(listed(bedrock('us-gov-west-1'))).toContain('claude-sonnet-4-5-20250929')
    expect(listed(bedrock('us-gov-west-1'))).not.toContain('claude-opus-5')
    expect(listed(bedrock('us-east-1', { surface: 'mantle' }))).not.toContain('claude-sonnet-4-6')
  })

  test('several credentials serve what either does', () => {
    const both = listed(bedrock('us-gov-west-1'), bedrock('eu-west-1', { geography: 'eu' }))
    expect(both).toEqual(expect.arrayContaining(['claude-3-5-sonnet-20240620', 'claude-opus-5-5']))
    expect(new Set(both).size).toBe(both.length)
  })

  test('what AWS has taken away is not listed from that day on', () => {
    const at = (day: string) => idsOf(listBedrockModels([bedrock('us-east-1')], [], new Date(day)))
    expect(at('2026-06-18')).toContain('claude-3-5-haiku-20241022')
    expect(at('2026-06-19')).not.toContain('claude-3-5-haiku-20241022')
  })

  test('items are as Anthropic lists them', () => {
    expect(listBedrockModels([bedrock('us-east-1')], [], NOW)).toContainEqual({
      type: 'model',
      id: 'claude-haiku-4-5-20251001',
      display_name: 'Claude Haiku 4.5',
      created_at: '2025-10-15T00:00:00Z',
      lifecycle: 'active',
      max_input_tokens: 200_000,
      max_tokens: 64_000,
    })
  })

  test('the operator’s own names are listed, for the credentials they are for', () => {
    const places = [bedrock('us-gov-west-1')]
    const overrides = [
      override('claude-team', { upstreamModel: 'arn:x', baseModel: 'claude-opus-5' }),
      override('elsewhere', { upstreamModel: 'x', credentialId: 'other' }),
      override('claude-opus-5', { upstreamModel: 'us-gov.anthropic.claude-opus-5' }),
      override('claude-sonnet-5', { dropBetas: ['x'] }),
    ]
    const models = listBedrockModels(places, overrides, NOW)
    expect(models).toContainEqual(
      expect.objectContaining({ id: 'claude-team', display_name: 'claude-team', max_tokens: 128_000 }),
    )
    expect(idsOf(models)).toContain('claude-opus-5')
    expect(idsOf(models)).not.toEqual(expect.arrayContaining(['elsewhere']))
    expect(idsOf(models)).not.toEqual(expect.arrayContaining(['claude-sonnet-5']))
  })
})

describe('the list', () => {
  const ALL = { afterId: null, beforeId: null, lifecycles: null }
  const item = (id: string, day: string, more: object = {}): ListedModel => ({
    type: 'model',
    id,
    display_name: id,
    created_at: `${day}T00:00:00Z`,
    ...more,
  })
  const upstream = [item('b', '2026-02-01', { capabilities: { x: 1 } }), item('a', '2026-01-01')]
  const models = mergeModels(upstream, [item('c', '2026-02-01'), item('b', '2026-03-01'), item('d', 'soon')])

  test('newest first, each once, the upstream’s own item before the catalogue’s', () => {
    expect(idsOf(models)).toEqual(['b', 'c', 'a', 'd'])
    expect(models[0]).toHaveProperty('capabilities')
  })

  test.each([
    [{ limit: 2 }, ['b', 'c'], true],
    [{ limit: 4 }, ['b', 'c', 'a', 'd'], false],
    [{ limit: 2, afterId: 'c' }, ['a', 'd'], false],
    [{ limit: 1, afterId: 'b' }, ['c'], true],
    [{ limit: 5, afterId: 'd' }, [], false],
    [{ limit: 2, beforeId: 'd' }, ['c', 'a'], true],
    [{ limit: 3, beforeId: 'd' }, ['b', 'c', 'a'], false],
    [{ limit: 3, beforeId: 'b' }, [], false],
  ])('%j', (request, ids, hasMore) => {
    expect(pageOfModels(models, { ...ALL, ...request })).toEqual({
      data: models.filter(({ id }) => ids.includes(id)),
      has_more: hasMore,
      first_id: ids.at(0) ?? null,
      last_id: ids.at(-1) ?? null,
    })
  })

  test('by what has become of them; what does not say so is active', () => {
    const some = [item('old', '2025-01-01', { lifecycle: 'deprecated' }), item('new', '2026-01-01')]
    const ids = (lifecycles: string[]) => idsOf(pageOfModels(some, { ...ALL, limit: 5, lifecycles }).data)
    expect([ids(['active']), ids(['deprecated', 'active']), ids(['retired'])]).toEqual([
      ['new'],
      ['old', 'new'],
      [],
    ])
    expect(requestedModels('/v1/models?lifecycle=retired&lifecycle=active')).toMatchObject({
      page: { lifecycles: ['retired', 'active'] },
    })
    expect(() => requestedModels('/v1/models?lifecycle=gone')).toThrow(/lifecycle: Input should be one of/)
  })

  test('cursors that name nothing are rejected', () => {
    for (const request of [
      { limit: 1, afterId: 'x' },
      { limit: 1, beforeId: '' },
      { limit: 1, afterId: 'a', beforeId: 'b' },
    ])
      expect(() => pageOfModels(models, { ...ALL, ...request })).toThrow(
        expect.objectContaining({ status: 400 }) as Error,
      )
  })

  test('a model is found by any of its names', () => {
    const listed = listBedrockModels([bedrock('us-east-1')], [], NOW)
    for (const name of [
      'claude-haiku-4-5-20251001',
      'claude-haiku-4-5',
      'Claude-Haiku-4-5[1m]',
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    ])
      expect(findListedModel(listed, name)?.id, name).toBe('claude-haiku-4-5-20251001')
    for (const name of ['claude-9', '../x', '', 'claude-2.1'])
      expect(findListedModel(listed, name)).toBeNull()
  })

  test('of an upstream’s list only models are taken', () => {
    const data = [
      { id: 'x', display_name: 'X', created_at: '2026-01-01T00:00:00Z', new: [1] },
      { id: '' },
      5,
      {},
    ]
    expect(parseModelPage(JSON.stringify({ data }))).toEqual([{ ...(data[0] as object), type: 'model' }])
    expect(parseModelPage('{"data":[{"id":"bare"}]}')).toMatchObject([{ id: 'bare', display_name: 'bare' }])
    for (const text of ['<html>', '{}', '{"data":5}']) expect(() => parseModelPage(text)).toThrow(TypeError)
  })
})
