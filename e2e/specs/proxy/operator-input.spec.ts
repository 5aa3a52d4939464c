// What operators type in is checked by name, and secrets are never echoed.
import { AdminApiError } from '../../fixtures/admin-api.ts'
import { expect, test } from '../../fixtures/gateway.ts'

test.describe('configuration that operators type in', () => {
  const bedrock = { provider: 'bedrock', method: 'api_key', name: 'B', apiKey: 'ABSKx', region: 'us-east-1' }
  const anthropic = { provider: 'anthropic', method: 'api_key', name: 'A', apiKey: 'sk-ant-api03-x' }
  const rows: readonly [string, object, RegExp][] = [
    ['a region that is none', { ...bedrock, region: 'mars-north-1' }, /^region: .*not an AWS region/],
    ['a region with a host in it', { ...bedrock, region: 'us-east-1.evil.example/' }, /^region:/],
    ['no region', { ...bedrock, region: undefined }, /^region:/],
    ['an unknown geography', { ...bedrock, geography: 'mars' }, /^geography:/],
    ['a surface that is not offered', { ...bedrock, surface: 'converse' }, /^surface:/],
    ['an unknown provider', { ...anthropic, provider: 'openai' }, /provider/],
    ['columns of the other kind', { ...anthropic, region: 'us-east-1' }, /region/],
    ['a secret with a line break', { ...anthropic, apiKey: 'a\r\nx-evil: 1' }, /^apiKey:/],
    ['an empty secret', { ...anthropic, apiKey: ' ' }, /^apiKey:/],
    ['an account id with a slash', { ...anthropic, accountId: 'a/b' }, /^accountId:/],
    ['an address that is none', { ...anthropic, endpointUrl: 'not a url' }, /^endpointUrl:/],
    ['an address of another scheme', { ...anthropic, endpointUrl: 'file:///etc/passwd' }, /^endpointUrl:/],
    [
      'an address with a password',
      { ...anthropic, endpointUrl: 'https://u:p@proxy.example' },
      /^endpointUrl:/,
    ],
    [
      'a private address',
      { ...anthropic, endpointUrl: 'https://10.0.0.5' },
      /^endpointUrl: .*HEADGATE_PRIVATE_ENDPOINTS/,
    ],
    [
      'a metadata host',
      { ...anthropic, endpointUrl: 'https://metadata.google.internal' },
      /^endpointUrl: .*never/,
    ],
    ['a metadata address', { ...anthropic, endpointUrl: 'http://169.254.169.254' }, /^endpointUrl:/],
    ['plain http', { ...anthropic, endpointUrl: 'http://proxy.example' }, /^endpointUrl: .*https/],
  ]
  for (const [name, input, says] of rows) {
    test(`${name} is rejected by name, without an echo of the secret`, async ({ gateway }) => {
      const error = await gateway.api.mutate('credentials.create', { accountId: 'acc_bad', ...input }).then(
        () => null,
        (thrown: unknown) => thrown,
      )
      if (!(error instanceof AdminApiError)) throw new Error('was accepted')
      expect(error.status).toBe(400)
      expect(error.message).toMatch(says)
      expect(error.message).not.toContain('ABSKx')
    })
  }
})
