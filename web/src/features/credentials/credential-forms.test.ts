import { createCredentialSchema, rotateCredentialSchema } from '@headgate/shared/credentials'
import { geographySchema, regionSchema, surfaceSchema } from '@headgate/shared/providers'
import { describe, expect, it } from 'vitest'
import { checkForm } from '../../lib/form-issues.ts'
import { GEOGRAPHIES } from '@headgate/shared/geographies'
import { OTHER_REGION, readDraft, readSecret } from './read-form.ts'
import { bedrockKeysUrl, REGION_GROUPS } from '@headgate/shared/regions'
import { suggestAccountId } from '@headgate/shared/suggest-account-id'
import { SURFACES } from '@headgate/shared/surfaces'

const common = { name: 'Research', accountId: 'acc_research', endpointUrl: '' }

describe('drafts', () => {
  it('fit the contract for an Anthropic API key', () => {
    const draft = readDraft('anthropic-api-key', { ...common, apiKey: 'sk-ant-api03-x' })
    expect(checkForm(createCredentialSchema, draft)).toEqual({ ok: true, value: draft })
    expect(draft).not.toHaveProperty('endpointUrl')
  })

  it('fit the contract for OAuth tokens', () => {
    const draft = readDraft('anthropic-oauth', {
      ...common,
      accessToken: 'sk-ant-oat01-x',
      refreshToken: 'sk-ant-ort01-x',
      expiresAt: '2026-11-22T20:00',
      scopes: 'user:profile, user:inference  user:developer',
    })
    expect(checkForm(createCredentialSchema, draft)).toMatchObject({
      ok: true,
      value: { scopes: ['user:profile', 'user:inference', 'user:developer'] },
    })
  })

  it('fit the contract for a Bedrock API key in a typed region', () => {
    const draft = readDraft('bedrock-api-key', {
      ...common,
      apiKey: 'ABSKx',
      region: OTHER_REGION,
      otherRegion: 'ap-east-2',
      geography: 'global',
    })
    expect(checkForm(createCredentialSchema, draft)).toMatchObject({
      ok: true,
      value: { region: 'ap-east-2', geography: 'global', surface: 'invoke' },
    })
  })

  it('fit the contract for signing keys, with a role and without', () => {
    const place = { region: 'eu-west-1', surface: 'messages', geography: 'eu' }
    const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret', sessionToken: '' }
    const role = { roleArn: 'arn:aws:iam::123456789012:role/gateway', externalId: '' }
    const draft = readDraft('bedrock-iam', { ...common, ...place, identity: 'keys', ...keys, ...role })
    expect(checkForm(createCredentialSchema, draft)).toEqual({ ok: true, value: draft })
    expect(draft).toMatchObject({ method: 'iam', roleArn: role.roleArn, surface: 'messages' })
    expect(draft).not.toHaveProperty('sessionToken')
    expect(draft).not.toHaveProperty('externalId')
  })

  it('never take the identity of the machine for keys that were not typed', () => {
    const keys = { accessKeyId: '', secretAccessKey: '' }
    const fields = { ...common, region: 'eu-west-1', ...keys }
    expect(
      checkForm(createCredentialSchema, readDraft('bedrock-iam', { ...fields, identity: 'keys' })),
    ).toEqual({ ok: false, errors: { accessKeyId: 'This is needed.', secretAccessKey: 'This is needed.' } })
    const machine = readDraft('bedrock-iam', { ...fields, ...keys, identity: 'machine' })
    expect(checkForm(createCredentialSchema, machine)).toMatchObject({ ok: true })
    expect(machine).not.toHaveProperty('accessKeyId')
  })

  it('name each field that is missing', () => {
    const oauth = readDraft('anthropic-oauth', { name: '', accountId: '', accessToken: '', refreshToken: '' })
    expect(checkForm(createCredentialSchema, oauth)).toEqual({
      ok: false,
      errors: {
        name: 'This is needed.',
        accountId: 'This is needed.',
        accessToken: 'This is needed.',
        refreshToken: 'This is needed.',
        expiresAt: 'This is needed.',
      },
    })
  })

  it('give a new secret of either method', () => {
    const id = '6f1f2a6e-6f0f-4a53-9d7e-3f1f7a0f3c11'
    const secret = { id, method: 'api_key', ...readSecret('api_key', { apiKey: 'a b' }) }
    expect(checkForm(rotateCredentialSchema, secret)).toMatchObject({
      ok: false,
      errors: { apiKey: expect.stringContaining('must not contain blanks') },
    })
  })
})

describe('suggested account ids', () => {
  it.each([
    ['acc', 'Research org', 'acc_research_org'],
    ['acc_bedrock', '  Prod (EU) ', 'acc_bedrock_prod_eu'],
    ['acc', 'Zürich', 'acc_zurich'],
    ['acc', '', ''],
    ['acc', '!', ''],
  ])('%s and %j give %j', (prefix, name, id) => {
    expect(suggestAccountId(prefix, name)).toBe(id)
  })
})

describe('places', () => {
  it('are regions that the API takes', () => {
    for (const { regions } of REGION_GROUPS) {
      for (const { code } of regions) expect(regionSchema.safeParse(code).success, code).toBe(true)
    }
  })

  it('know every geography', () => {
    expect(Object.keys(GEOGRAPHIES).sort()).toEqual([...geographySchema.options].sort())
  })

  it('know every surface', () => {
    expect(Object.keys(SURFACES).sort()).toEqual([...surfaceSchema.options].sort())
  })

  it('link to the console of the right partition', () => {
    expect(bedrockKeysUrl('eu-west-1')).toBe(
      'https://console.aws.amazon.com/bedrock/home?region=eu-west-1#/api-keys',
    )
    expect(bedrockKeysUrl('us-gov-west-1')).toContain('amazonaws-us-gov.com')
  })
})
