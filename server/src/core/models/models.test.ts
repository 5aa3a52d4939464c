import type { BedrockCredential } from '../credentials/credential.ts'
import { describe, expect, test } from 'vitest'
import { CATALOG, findModel } from './catalog.ts'
import { listBedrockModels } from './list-bedrock-models.ts'
import { closeModelNames, parseModelId } from './parse-model-id.ts'
import { resolveBedrockModel, type BedrockPlace } from './resolve-bedrock-model.ts'

const resolve = (
  model: string,
  region = 'us-east-1',
  geography: BedrockPlace['geography'] = 'auto',
  surface: BedrockPlace['surface'] = 'invoke',
) => {
  const result = resolveBedrockModel(model, { region, geography, surface }, null)
  return result.ok ? result.upstreamModel : `${result.problem}: ${result.message}`
}

describe('catalogue', () => {
  test('no name means two models', () => {
    const names = CATALOG.flatMap((row) => [row.id, ...row.aliases])
    expect(new Set(names).size).toBe(names.length)
  })

  test('haiku 4.5 has the date that exists', () => {
    expect(findModel('claude-haiku-4-5')?.id).toBe('claude-haiku-4-5-20251001')
  })
})

describe('resolveBedrockModel', () => {
  test.each([
    ['claude-haiku-4-5', 'us-east-1', 'auto', 'global.anthropic.claude-haiku-4-5-20251001-v1:0'],
    ['claude-haiku-4-5-20251001', 'eu-central-1', 'eu', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0'],
    ['claude-sonnet-4-5', 'ap-northeast-1', 'jp', 'jp.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['claude-sonnet-4-5', 'us-gov-west-1', 'auto', 'us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0'],
    ['claude-opus-4-1', 'us-west-2', 'auto', 'us.anthropic.claude-opus-4-1-20250805-v1:0'],
    ['claude-opus-4-1', 'ca-central-1', 'auto', 'us.anthropic.claude-opus-4-1-20250805-v1:0'],
    ['claude-3-7-sonnet-latest', 'eu-west-1', 'auto', 'eu.anthropic.claude-3-7-sonnet-20250219-v1:0'],
    ['claude-3-7-sonnet', 'ap-south-1', 'auto', 'apac.anthropic.claude-3-7-sonnet-20250219-v1:0'],
    [
      'claude-3-5-sonnet-20241022',
      'ap-southeast-2',
      'auto',
      'apac.anthropic.claude-3-5-sonnet-20241022-v2:0',
    ],
    ['claude-3-5-haiku', 'us-west-2', 'none', 'anthropic.claude-3-5-haiku-20241022-v1:0'],
    ['claude-3-haiku-20240307', 'sa-east-1', 'auto', 'anthropic.claude-3-haiku-20240307-v1:0'],
    ['claude-4-sonnet-20250514', 'us-east-1', 'us', 'us.anthropic.claude-sonnet-4-20250514-v1:0'],
    ['claude-opus-4-6', 'us-east-1', 'global', 'global.anthropic.claude-opus-4-6-v1'],
    ['claude-opus-5-5', 'us-east-1', 'us', 'us.anthropic.claude-opus-5-5'],
    ['claude-mythos-5', 'us-east-1', 'auto', 'anthropic.claude-mythos-5'],
    ['Claude-Sonnet-4-6[1m]', 'us-east-1', 'us', 'us.anthropic.claude-sonnet-4-6'],
    ['anthropic/claude-sonnet-4-6', 'us-east-1', 'us', 'us.anthropic.claude-sonnet-4-6'],
    ['claude-sonnet-4-5@20250929', 'us-east-1', 'us', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0'],
  ] as const)('%s in %s (%s) is %s', (model, region, geography, upstream) =>
    expect(resolve(model, region, geography)).toBe(upstream),
  )

  test.each([
    'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    'anthropic.claude-3-haiku-20240307-v1:0:200k',
    'eu.anthropic.claude-not-yet-known-v1:0',
    'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456',
    'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-haiku-4-5-20251001-v1:0',
  ])('Bedrock id %s passes as it is', (id) => expect(resolve(id, 'eu-west-1', 'eu')).toBe(id))

  test('knows the model behind Bedrock spellings', () => {
    const modelOf = (id: string) => {
      const parsed = parseModelId(id)
      return 'model' in parsed ? parsed.model?.id : undefined
    }
    expect(modelOf('jp.anthropic.claude-haiku-4-5-20251001-v1:0')).toBe('claude-haiku-4-5-20251001')
    expect(modelOf('anthropic.claude-3-haiku-20240307-v1:0:200k')).toBe('claude-3-haiku-20240307')
    expect(
      modelOf('arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-4-6-v1'),
    ).toBe('claude-opus-4-6')
    expect(
      modelOf('arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc'),
    ).toBeUndefined()
  })

  test('an unknown model is not found, with close names', () => {
    expect(resolve('claude-haiku-45')).toMatch(/^not_found: .*claude-haiku-4-5/)
    expect(closeModelNames('sonet-4-6')[0]).toBe('claude-sonnet-4-6')
  })

  test('a geography the model lacks is not found, and says what there is', () => {
    expect(resolve('claude-opus-4-5', 'ap-northeast-1', 'jp')).toMatch(
      /no jp inference profile.*us, eu, global/,
    )
    expect(resolve('claude-opus-4-1', 'eu-west-1')).toMatch(/cannot be reached from eu-west-1/)
  })

  test.each([
    'claude/../../admin',
    '../x',
    'claude-..-x',
    'claude?x=1',
    'claude#x',
    'claude haiku',
    'claude\nhaiku',
    'claude%2f',
    'anthropic/../x',
    `claude-${'x'.repeat(3000)}`,
    'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/../x',
  ])('%j never reaches a URL', (id) => expect(resolve(id)).toMatch(/^invalid:/))
})

describe('on mantle', () => {
  const onMantle = (model: string) => resolve(model, 'us-east-1', 'us', 'mantle')

  test.each([
    ['claude-haiku-4-5', 'anthropic.claude-haiku-4-5'],
    ['claude-haiku-4-5-20251001', 'anthropic.claude-haiku-4-5'],
    ['anthropic.claude-haiku-4-5', 'anthropic.claude-haiku-4-5'],
    ['anthropic.claude-haiku-4-5-20251001-v1:0', 'anthropic.claude-haiku-4-5'],
    ['claude-opus-4-8[1m]', 'anthropic.claude-opus-4-8'],
    ['claude-mythos-5', 'anthropic.claude-mythos-5'],
    ['anthropic.claude-not-yet-known', 'anthropic.claude-not-yet-known'],
  ])('%s is %s', (model, upstream) => expect(onMantle(model)).toBe(upstream))

  test.each([
    [
      'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      /^invalid: .*inference profile.*claude-haiku-4-5-20251001/,
    ],
    ['global.anthropic.claude-unknown', /^invalid: .*bare model ids only.*'invoke' or 'messages'/],
    ['arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc', /^invalid: .*an ARN/],
    ['claude-sonnet-4-6', /^not_found: .*not offered on bedrock-mantle/],
    ['anthropic.claude-opus-4-6-v1', /^not_found: .*not offered on bedrock-mantle/],
    ['claude-unheard-of', /^not_found: .*Close names/],
  ])('%s is rejected', (model, message) => expect(onMantle(model)).toMatch(message))

  test('the runtime does not know mantle’s spelling: it gets its own', () => {
    for (const surface of ['invoke', 'messages'] as const) {
      expect(resolve('anthropic.claude-haiku-4-5', 'us-east-1', 'us', surface)).toBe(
        'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      )
    }
    expect(resolve('anthropic.claude-opus-5', 'us-east-1', 'us')).toBe('anthropic.claude-opus-5')
  })
})

describe('with an override', () => {
  const PLACE: BedrockPlace = { region: 'us-east-1', geography: 'us', surface: 'invoke' }
  const ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123def456'
  const overridden = (
    requested: string,
    upstreamModel: string | null,
    baseModel: string | null,
    place: Partial<BedrockPlace> = {},
  ) => {
    const result = resolveBedrockModel(requested, { ...PLACE, ...place }, { upstreamModel, baseModel })
    return result.ok ? [result.upstreamModel, result.model?.id ?? null] : result.problem
  }

  test.each([
    ['claude-sonnet-4-6', ARN, 'claude-sonnet-4-6', [ARN, 'claude-sonnet-4-6']],
    ['claude-sonnet-4-6', ARN, null, [ARN, null]],
    [ARN, null, 'claude-haiku-4-5', [ARN, 'claude-haiku-4-5-20251001']],
    [ARN, null, null, [ARN, null]],
    ['our-model', null, 'claude-opus-4-8', ['us.anthropic.claude-opus-4-8', 'claude-opus-4-8']],
    ['our-model', 'our-deployment', 'claude-opus-4-8', ['our-deployment', 'claude-opus-4-8']],
    ['our-model', 'our-deployment', null, ['our-deployment', null]],
    [
      'claude-sonnet-4-6',
      'eu.anthropic.claude-sonnet-4-6',
      null,
      ['eu.anthropic.claude-sonnet-4-6', 'claude-sonnet-4-6'],
    ],
    ['claude-opus-4-1', 'claude-opus-4-8', null, ['us.anthropic.claude-opus-4-8', 'claude-opus-4-8']],
    ['claude-sonnet-4-6', 'us.anthropic.claude-sonnet-9', 'nonsense', ['us.anthropic.claude-sonnet-9', null]],
    ['our-model', null, null, 'not_found'],
    ['our-model', '../x', 'claude-opus-4-8', 'invalid'],
  ])('%s with upstream %s and base %s', (requested, upstream, base, expected) =>
    expect(overridden(requested, upstream, base)).toEqual(expected),
  )

  test('mantle does not take what it cannot know, wherever the id is from', () => {
    expect(overridden('claude-opus-5', ARN, 'claude-opus-5', { surface: 'mantle' })).toBe('invalid')
    expect(overridden('our-model', null, 'claude-opus-5', { surface: 'mantle' })).toEqual([
      'anthropic.claude-opus-5',
      'claude-opus-5',
    ])
  })
})

test('what is servable depends on the surface and the place', () => {
  const places: Record<string, BedrockPlace> = {
    invoke: { region: 'us-east-1', geography: 'auto', surface: 'invoke' },
    mantle: { region: 'us-east-1', geography: 'auto', surface: 'mantle' },
    japan: { region: 'ap-northeast-1', geography: 'jp', surface: 'messages' },
  }
  const servable = (model: string) =>
    Object.keys(places).filter((name) => {
      const credential = { ...places[name]!, provider: 'bedrock', id: name } as BedrockCredential
      const listed = listBedrockModels([{ credential }], [], new Date('2026-11-22'))
      return listed.some(({ id }) => id === findModel(model)!.id)
    })
  expect(servable('claude-haiku-4-5')).toEqual(['invoke', 'mantle', 'japan'])
  expect(servable('claude-opus-4-5')).toEqual(['invoke'])
  expect(servable('claude-mythos-5')).toEqual(['mantle'])
})
