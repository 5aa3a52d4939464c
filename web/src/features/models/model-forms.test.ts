import type { UnsupportedParameterView } from '@headgate/shared/models'
import { describe, expect, it } from 'vitest'
import { checkOverride } from './check-override.ts'
import { groupLearned } from './group-learned.ts'
import { checkResolve, resolveSearchSchema } from './resolve-search.ts'

const ID = '6f1f2a6e-6f0f-4a53-9d7e-3f1f7a0f3c11'

describe('an override', () => {
  it('is read from texts, and empty ones change nothing', () => {
    const fields = { model: 'opus', credentialId: '', upstreamModel: '', baseModel: '', dropFields: '' }
    expect(checkOverride({ ...fields, dropBetas: ' a-1, b-2\n c-3,' })).toEqual({
      ok: true,
      value: {
        model: 'opus',
        credentialId: null,
        upstreamModel: null,
        baseModel: null,
        dropBetas: ['a-1', 'b-2', 'c-3'],
        dropFields: [],
      },
    })
    expect(checkOverride({ ...fields, dropBetas: '' })).toEqual({
      ok: false,
      errors: { upstreamModel: 'An override must change something.' },
    })
  })

  it('names the item of a list that is wrong', () => {
    expect(
      checkOverride({ model: '', dropBetas: 'good, b!d', dropFields: 'tools.*.strict tools..x' }),
    ).toEqual({
      ok: false,
      errors: {
        model: 'This is needed.',
        dropBetas: '“b!d” is not the name of a beta.',
        dropFields: '“tools..x” is not a path such as context_management or tools.*.strict.',
      },
    })
  })
})

describe('a resolution', () => {
  it('is asked only when the address holds a whole question', () => {
    expect(checkResolve({ model: 'claude-opus-5', credential: ID, betas: 'a-1,b-2' })).toEqual({
      ok: true,
      value: { model: 'claude-opus-5', credentialId: ID, betas: ['a-1', 'b-2'] },
    })
    expect(checkResolve({ model: 'claude-opus-5' }).ok).toBe(false)
    expect(checkResolve({}).ok).toBe(false)
  })

  it('leaves out of an address what is none', () => {
    expect(resolveSearchSchema.parse({ model: 7, credential: 'x', betas: '' })).toEqual({})
  })
})

describe('what was learned', () => {
  const denial = (credentialId: string, upstreamModel: string, name: string, learnedAt: string) =>
    ({ credentialId, upstreamModel, name, learnedAt, accountId: credentialId }) as UnsupportedParameterView

  it('is grouped by what is forgotten together, the newest first', () => {
    const groups = groupLearned([
      denial('a', 'm1', 'old', '2026-11-01T00:00:00Z'),
      denial('b', 'm1', 'other', '2026-11-01T00:00:00Z'),
      denial('a', 'm1', 'new', '2026-11-02T00:00:00Z'),
      denial('a', 'm2', 'else', '2026-11-01T00:00:00Z'),
    ])
    expect(
      groups.map(({ accountId, upstreamModel, denials }) => [
        accountId,
        upstreamModel,
        ...denials.map(({ name }) => name),
      ]),
    ).toEqual([
      ['a', 'm1', 'new', 'old'],
      ['b', 'm1', 'other'],
      ['a', 'm2', 'else'],
    ])
  })
})
