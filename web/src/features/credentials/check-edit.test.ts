import { describe, expect, it } from 'vitest'
import { checkEdit } from './check-edit.ts'

const id = '6f1f2a6e-6f0f-4a53-9d7e-3f1f7a0f3c11'
const bedrock = { id, provider: 'bedrock', method: 'api_key', endpointUrl: null } as const
const place = { region: 'us-east-1', geography: 'us' }

describe('editing a credential', () => {
  it('leaves the endpoint and the secret alone unless the endpoint changes', () => {
    expect(checkEdit(bedrock, { name: 'Prod', ...place, endpointUrl: '' })).toEqual({
      ok: true,
      value: { id, name: 'Prod', ...place },
    })
  })

  it('asks for the secret when the endpoint changes', () => {
    const fields = { name: 'Prod', ...place, endpointUrl: 'https://vpce.example', apiKey: '' }
    expect(checkEdit(bedrock, fields)).toEqual({ ok: false, errors: { apiKey: 'This is needed.' } })
    expect(checkEdit(bedrock, { ...fields, apiKey: 'ABSKx' })).toEqual({
      ok: true,
      value: { id, name: 'Prod', ...place, endpointUrl: 'https://vpce.example', secret: { apiKey: 'ABSKx' } },
    })
  })

  it('stores a secret untried only when that was said', () => {
    const fields = { name: 'Prod', ...place, endpointUrl: 'https://vpce.example', apiKey: 'ABSKx' }
    expect(checkEdit(bedrock, { ...fields, force: 'yes' })).toMatchObject({
      ok: true,
      value: { force: true },
    })
    expect(checkEdit(bedrock, fields)).not.toMatchObject({ value: { force: expect.anything() } })
    expect(checkEdit(bedrock, { name: 'Prod', ...place, endpointUrl: '', force: 'yes' })).not.toMatchObject({
      value: { force: expect.anything() },
    })
  })

  it('goes back to the own host of the provider when the endpoint is emptied', () => {
    const anthropic = { ...bedrock, provider: 'anthropic', endpointUrl: 'https://proxy.example' } as const
    expect(checkEdit(anthropic, { name: 'A', endpointUrl: '', apiKey: 'sk-ant-api03-x' })).toMatchObject({
      ok: true,
      value: { endpointUrl: null, secret: { apiKey: 'sk-ant-api03-x' } },
    })
  })

  it('takes signing keys, or the word that there are none, along with an endpoint', () => {
    const signed = { ...bedrock, method: 'iam' } as const
    const fields = { name: 'Prod', ...place, endpointUrl: 'https://vpce.example' }
    expect(checkEdit(signed, { ...fields, identity: 'machine' })).toMatchObject({
      ok: true,
      value: { secret: { method: 'iam' } },
    })
    expect(checkEdit(signed, { ...fields, identity: 'keys', accessKeyId: '', secretAccessKey: '' })).toEqual({
      ok: false,
      errors: { accessKeyId: 'This is needed.', secretAccessKey: 'This is needed.' },
    })
  })

  it('reports everything that is wrong at once', () => {
    const checked = checkEdit(bedrock, { name: '', ...place, region: 'moon', endpointUrl: 'x', apiKey: '' })
    expect(checked).toMatchObject({
      ok: false,
      errors: {
        name: 'This is needed.',
        region: expect.stringContaining('not an AWS region'),
        endpointUrl: expect.any(String),
        apiKey: 'This is needed.',
      },
    })
  })
})
