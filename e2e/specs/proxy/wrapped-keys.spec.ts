// Encryption keys that AWS KMS and HashiCorp Vault keep wrapped: unwrapped at the start, changed like any other.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { exampleKey } from '../../fakes/aws/iam-keys.ts'
import { KMS_KEY_ARN, startFakeKms } from '../../fakes/kms/fake-kms.ts'
import { startFakeVault, VAULT_ACCESS } from '../../fakes/vault/fake-vault.ts'
import { embeddedDatabaseUrl } from '../../fixtures/database.ts'
import { ADMIN_TOKEN, expect, test } from '../../fixtures/gateway.ts'
import { postMessages } from '../../fixtures/messages.ts'
import { oneProject } from '../../fixtures/one-project.ts'
import { runCli } from '../../fixtures/run-cli.ts'
import { runServer, startServer } from '../../fixtures/server-process.ts'

test('from a plain key to KMS to Vault, with what was stored all along; rejections say which key and why', async ({
  gateway,
}) => {
  test.slow()
  const [kms, vault] = [await startFakeKms(), await startFakeVault()]
  const [byKms, byVault] = [randomBytes(32), randomBytes(32)]
  const PLAIN = `plain:${Buffer.alloc(32, 13).toString('base64')}`
  const KMS = `kms1:awskms:${KMS_KEY_ARN}:${kms.wrap(byKms)}`
  const VAULT = `hcv1:vault:transit/headgate:${vault.wrap(byVault)}`
  const database = embeddedDatabaseUrl(gateway.server.dataDir)
  database.pathname = `/wrapped_${randomBytes(5).toString('hex')}`
  const aws = {
    AWS_ACCESS_KEY_ID: exampleKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: exampleKey.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL_KMS: kms.url,
  }
  const env = (keys: string, more: Readonly<Record<string, string>> = {}) => ({
    DATABASE_URL: database.href,
    HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN,
    HEADGATE_ANTHROPIC_URL: gateway.anthropic.url,
    HEADGATE_ENCRYPTION_KEYS: keys,
    HEADGATE_LOG_LEVEL: 'trace',
    VAULT_ADDR: vault.url,
    VAULT_TOKEN: VAULT_ACCESS,
    ...aws,
    ...more,
  })
  const outputs: string[] = []
  let key = ''
  try {
    for (const keys of [PLAIN, `${KMS},${PLAIN}`, `${VAULT},${KMS}`, VAULT]) {
      kms.failNext(keys.includes(PLAIN) ? 1 : 0)
      const server = await startServer({ env: env(keys) })
      if (key === '') ({ key } = await oneProject(server.url))
      const cli = { HEADGATE_URL: server.url, HEADGATE_ADMIN_TOKEN: ADMIN_TOKEN }
      const { code, out } = await runCli(['rotate-encryption-key', '--json'], cli)
      expect(code).toBe(0)
      expect(JSON.parse(out)).toMatchObject({
        keyId: keys.split(':')[0],
        envelopes: [{ keyId: keys.split(':')[0], count: 2 }],
      })
      expect((await postMessages(server.url, { key })).status).toBe(200)
      await server.stop()
      outputs.push(server.output())
    }
    for (const [keys, more, says] of [
      [
        `bad:awskms:${KMS_KEY_ARN}:${'A'.repeat(60)}`,
        {},
        "the key 'bad' could not be unwrapped: KMS rejected",
      ],
      [KMS.replace('000000001', '000000002'), {}, 'AccessDeniedException: User is not authorized'],
      [KMS, { AWS_SECRET_ACCESS_KEY: 'another' }, 'UnrecognizedClientException'],
      [VAULT, { VAULT_TOKEN: 'hvs.another' }, 'Vault rejected for transit/headgate (403): permission denied'],
      [VAULT.replace('/headgate', '/other'), {}, "the key 'hcv1' could not be unwrapped: Vault rejected"],
      [VAULT, { VAULT_ADDR: 'http://127.0.0.1:9' }, 'Vault at 127.0.0.1:9 does not answer.'],
      [
        VAULT,
        { VAULT_ADDR: 'http://vault.example.com', VAULT_TOKEN: '' },
        'VAULT_ADDR: must be an https URL',
      ],
    ] as const) {
      const { child, output } = runServer({ ...env(keys, more), PORT: '0' })
      const [code] = (await once(child, 'close')) as [number | null]
      expect([code, output()]).toEqual([1, expect.stringContaining(says)])
      outputs.push(output())
    }
    const written = outputs.join('\n')
    for (const bytes of [byKms, byVault])
      for (const form of ['base64', 'base64url', 'hex'] as const)
        expect(written).not.toContain(bytes.toString(form))
    for (const secret of [VAULT_ACCESS, 'hvs.another', exampleKey.secretAccessKey])
      expect(written).not.toContain(secret)
  } finally {
    await Promise.all([kms.close(), vault.close()])
  }
})
