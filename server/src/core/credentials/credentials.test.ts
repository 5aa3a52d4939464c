import { describe, expect, test } from 'vitest'
import { readShortTermKey } from './kinds/bedrock-key.ts'
import { credentialStatus } from './credential-status.ts'
import type { BedrockApiKeyCredential } from './credential.ts'
import { keyPreview } from './kinds/key-preview.ts'
import { newCredential, withSecret } from './new-credential.ts'
import { applyUpdate } from './apply-update.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const ID = '0189f3a0-5b7e-7000-8000-000000000001'

/** As AWS's token generator builds it. */
function shortTermKey(region: string, issued = '20261122T110000Z', seconds = 43_200): string {
  const url = `bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIDEXAMPLE%2F20261122%2F${region}%2Fbedrock%2Faws4_request&X-Amz-Date=${issued}&X-Amz-Expires=${seconds}&X-Amz-SignedHeaders=host&X-Amz-Signature=abc&Version=1`
  return `bedrock-api-key-${btoa(url)}`
}

describe('readShortTermKey', () => {
  test('reads region and expiry', () => {
    expect(readShortTermKey(shortTermKey('eu-west-1'))).toEqual({
      region: 'eu-west-1',
      expiresAt: new Date('2026-11-22T23:00:00Z'),
    })
  })
  test.each([
    'ABSKQmVkcm9ja0FQSUtleS1',
    'bedrock-api-key-',
    'bedrock-api-key-!!!',
    `bedrock-api-key-${btoa('nothing?here=1')}`,
  ])('%s tells nothing', (key) => expect(readShortTermKey(key)).toBeNull())
})

test.each([
  ['sk-ant-api03-abcdefghijklmnop', 'sk-ant-api...mnop'],
  ['ABSKQmVkcm9ja0FQSUtleS1f2a4', 'ABSK...f2a4'],
  [`bedrock-api-key-${'x'.repeat(40)}abcd`, 'bedrock-api-key-...abcd'],
  ['some-other-long-secret', 'som...cret'],
  ['short', '***'],
])('keyPreview(%s) is %s', (secret, preview) => expect(keyPreview(secret)).toBe(preview))

const bedrock = (apiKey: string, region = 'us-east-1') =>
  newCredential(
    {
      provider: 'bedrock',
      method: 'api_key',
      accountId: 'b',
      name: 'B',
      apiKey,
      region,
      surface: 'invoke',
      geography: 'auto',
    },
    ID,
    NOW,
  )

describe('credentialStatus', () => {
  const credential = bedrock('ABSKQmVkcm9ja0FQSUtleS1f2a4').credential as BedrockApiKeyCredential
  const health = (state: 'cooling' | 'rejected') => ({
    state,
    reason: 'why',
    since: NOW,
    until: new Date(NOW.getTime() + 1000),
  })
  const expiring = (ms: number) => ({ ...credential, expiresAt: new Date(NOW.getTime() + ms) })

  test.each([
    ['ready', credential, null],
    ['disabled', { ...credential, enabled: false }, health('rejected')],
    ['rejected', credential, health('rejected')],
    ['cooling', credential, health('cooling')],
    ['expired', expiring(0), health('cooling')],
    ['expiring_soon', expiring(60_000), null],
    ['expiring_soon', expiring(14 * 24 * 3_600_000), null],
    ['ready', expiring(14 * 24 * 3_600_000 + 1), null],
    ['expiring_soon', { ...expiring(3_600_000), keyPreview: 'bedrock-api-key-...abcd' }, null],
    ['ready', { ...expiring(3_600_001), keyPreview: 'bedrock-api-key-...abcd' }, null],
  ] as const)('%s', (status, it, noted) => expect(credentialStatus(it, noted, NOW).status).toBe(status))
})

describe('warnings about a new secret', () => {
  const warn = ({ credential, secret }: ReturnType<typeof newCredential>) =>
    kindModuleOf(credential).warnings(credential, secret, NOW).join(' ')
  const anthropic = (apiKey: string) =>
    newCredential({ provider: 'anthropic', method: 'api_key', accountId: 'a', name: 'A', apiKey }, ID, NOW)
  const oauth = (accessToken: string, expiresAt: string) =>
    newCredential(
      {
        provider: 'anthropic',
        method: 'oauth',
        accountId: 'o',
        name: 'O',
        accessToken,
        refreshToken: 'r',
        expiresAt,
        scopes: [],
      },
      ID,
      NOW,
    )

  test('known formats raise none', () => {
    expect(warn(bedrock('ABSKQmVkcm9ja0FQSUtleS1f2a4'))).toBe('')
    expect(warn(bedrock(shortTermKey('us-east-1')))).toBe('')
    expect(warn(anthropic('sk-ant-api03-x'))).toBe('')
    expect(warn(oauth('sk-ant-oat01-x', '2027-01-01T00:00:00Z'))).toBe('')
  })

  test('what looks wrong is said', () => {
    expect(warn(bedrock('sk-ant-api03-x'))).toContain('does not look like a Bedrock API key')
    expect(warn(bedrock(shortTermKey('eu-west-1')))).toContain('only works in eu-west-1')
    expect(warn(bedrock(shortTermKey('us-east-1', '20261120T110000Z')))).toContain('has expired')
    expect(warn(anthropic('sk-ant-oat01-x'))).toContain('OAuth access token')
    expect(warn(anthropic('future-format'))).toContain('does not look like an Anthropic API key')
    expect(warn(oauth('x', '2020-01-01T00:00:00Z'))).toMatch(/does not look like.*has expired/)
  })
})

describe('applyUpdate', () => {
  const { credential } = bedrock('ABSKQmVkcm9ja0FQSUtleS1f2a4')

  test('a changed address needs the secret again', () => {
    expect(() => applyUpdate(credential, { id: ID, endpointUrl: 'https://vpce.example' }, NOW)).toThrow(
      'needs the secret again',
    )
    const { credential: moved, secret } = applyUpdate(
      credential,
      { id: ID, endpointUrl: 'https://vpce.example', secret: { apiKey: 'ABSKnew-secret-0000' } },
      NOW,
    )
    expect(moved.endpointUrl).toBe('https://vpce.example')
    expect(secret).not.toBeNull()
    expect(
      applyUpdate(moved, { id: ID, endpointUrl: 'https://vpce.example', name: 'N' }, NOW).secret,
    ).toBeNull()
    expect(() => applyUpdate(moved, { id: ID, endpointUrl: null }, NOW)).toThrow('needs the secret again')
  })

  test('the end of a long-term key is entered, kept with the same key, and goes with it', () => {
    const expiresAt = '2027-01-01T00:00:00.000Z'
    const update = (stored: typeof credential, more: object) =>
      applyUpdate(stored, { id: ID, ...more }, NOW).credential
    const dated = update(credential, { expiresAt })
    expect(dated).toMatchObject({ expiresAt: new Date(expiresAt) })
    expect(update(dated, { name: 'N' })).toMatchObject({ expiresAt: new Date(expiresAt) })
    const endpointUrl = 'https://vpce.example'
    const again = { endpointUrl, secret: { apiKey: 'ABSKQmVkcm9ja0FQSUtleS1f2a4' } }
    expect(update(dated, again)).toMatchObject({ endpointUrl, expiresAt: new Date(expiresAt) })
    expect(update(dated, { secret: { apiKey: 'ABSKanother-key-0000' } })).toMatchObject({ expiresAt: null })
    expect(update(dated, { expiresAt: null })).toMatchObject({ expiresAt: null })
    expect(
      withSecret(dated, { method: 'api_key', apiKey: 'ABSKanother-key-0000', expiresAt }, NOW)?.credential,
    ).toMatchObject({
      expiresAt: new Date(expiresAt),
    })
    expect(() => update(dated, { expiresAt: '2026-11-22T11:59:59Z' })).toThrow('in the past')
    const short = bedrock(shortTermKey('us-east-1')).credential
    expect(() => update(short, { expiresAt })).toThrow('carries its own expiry')
    expect(
      withSecret(dated, { method: 'api_key', apiKey: shortTermKey('us-east-1'), expiresAt }, NOW)?.credential,
    ).toMatchObject({ expiresAt: new Date('2026-11-22T23:00:00Z') })
  })

  test('place and secret must fit the kind', () => {
    const anthropic = newCredential(
      { provider: 'anthropic', method: 'api_key', accountId: 'a', name: 'A', apiKey: 'k' },
      ID,
      NOW,
    ).credential
    expect(() => applyUpdate(anthropic, { id: ID, region: 'us-east-1' }, NOW)).toThrow('belong to Bedrock')
    const oauth = { accessToken: 'a', refreshToken: 'r', expiresAt: '2027-01-01T00:00:00Z', scopes: [] }
    expect(() => applyUpdate(anthropic, { id: ID, secret: oauth }, NOW)).toThrow('does not fit')
    expect(withSecret(anthropic, { method: 'oauth', ...oauth }, NOW)).toBeNull()
    const expiresAt = '2027-01-01T00:00:00Z'
    expect(() => withSecret(anthropic, { method: 'api_key', apiKey: 'k', expiresAt }, NOW)).toThrow(
      'Bedrock API keys only',
    )
    expect(() => applyUpdate(anthropic, { id: ID, expiresAt }, NOW)).toThrow('Bedrock API keys only')
  })
})
