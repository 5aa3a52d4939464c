// A start with encryption keys that do not fit what is stored.
import { expect, test } from 'vitest'
import { makeAesGcmVault } from '../adapters/crypto/aes-gcm-vault.ts'
import { parseKeyRing } from '../adapters/crypto/key-ring.ts'
import { ConfigError } from '../config/config.ts'
import { Secret } from '../core/vault/secret.ts'
import { migratedDatabase } from '../../test/database.ts'
import { requireReadableSecrets } from './vault.ts'

test('a second factor that no key opens is named, with the key that is missing', async () => {
  const { orm, sql, vault, transact, now } = await migratedDatabase()
  await sql.query(`insert into auth."user" (id, name, email) values ('ada', 'Ada', 'ada@example.com')`)
  const begun = { confirmedAt: null, lastStep: null, recoveryDigests: [] }
  await transact(({ secondFactors }) =>
    secondFactors.put({ userId: 'ada', secret: new Secret('x'), ...begun }, now()),
  )
  await requireReadableSecrets([], { orm, vault })
  const other = makeAesGcmVault(parseKeyRing(`other:${Buffer.alloc(32, 9).toString('base64')}`))
  const rejected = requireReadableSecrets([], { orm, vault: other })
  await expect(rejected).rejects.toThrow(ConfigError)
  await expect(rejected).rejects.toThrow(
    /second_factors ada@example\.com: the encryption key 'test' is not in [^]*Needed[^]*: 'test'\./,
  )
})
