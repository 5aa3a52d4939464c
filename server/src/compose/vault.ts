// The encryption keys at the start: read from where they are, and rejected when they do not fit what is stored.
import type { MikroORM } from '@mikro-orm/postgresql'
import { makeKmsUnwrap } from '../adapters/aws/kms-unwrap.ts'
import { loadOrCreateKeyFile } from '../adapters/crypto/key-file.ts'
import { openKeyRing, parseKeyEntries, parseKeyRing, type KeyRing } from '../adapters/crypto/key-ring.ts'
import { findUnopened } from '../adapters/db/find-unopened.ts'
import { loadOrCreateRootSecret } from '../adapters/db/root-secret.ts'
import { SECOND_FACTORS } from '../adapters/db/sealed-places.ts'
import { makeTransitUnwrap } from '../adapters/vault-transit/transit-unwrap.ts'
import { ConfigError, type Config } from '../config/config.ts'
import { neededKeyId, type Vault } from '../core/vault/vault.ts'
import type { UnreadableSecret } from '../core/routing/gateway-state.ts'

type KeyConfig = Pick<Config, 'encryptionKeys' | 'encryptionKeyFile' | 'keySources'>

/** @throws ConfigError naming the entry that is wrong, or the key that could not be unwrapped. */
export async function readKeyRing(config: KeyConfig, now: () => Date): Promise<KeyRing> {
  const { encryptionKeys, encryptionKeyFile, keySources } = config
  try {
    if (encryptionKeys === null) return parseKeyRing(loadOrCreateKeyFile(encryptionKeyFile))
    return await openKeyRing(parseKeyEntries(encryptionKeys), {
      awskms: makeKmsUnwrap({ endpointUrl: keySources.kmsUrl, now }),
      vault: makeTransitUnwrap({ server: keySources.vault }),
    })
  } catch (error) {
    const where = encryptionKeys === null ? encryptionKeyFile : 'HEADGATE_ENCRYPTION_KEYS'
    throw new ConfigError(`${where}: ${messageOf(error)}`, { cause: error })
  }
}

/** A key is missing. Serving without some credentials, or some people, would hide it until they are needed. */
export async function requireReadableSecrets(
  credentials: readonly UnreadableSecret[],
  { orm, vault }: { readonly orm: MikroORM; readonly vault: Vault },
): Promise<void> {
  const unreadable = [
    ...credentials.map(({ accountId, error }) => ({ of: accountId, error })),
    ...(await findUnopened(orm.em.fork(), vault, [SECOND_FACTORS])),
  ]
  if (unreadable.length === 0) return
  const ids = new Set(unreadable.flatMap(({ error }) => neededKeyId(error) ?? []))
  const needed = [...ids].map((id) => `'${id}'`).join(', ')
  const lines = unreadable.map(({ of, error }) => `  ${of}: ${messageOf(error)}`)
  throw new ConfigError(
    `Stored secrets cannot be opened with these encryption keys:\n${lines.join('\n')}\n` +
      `Nothing was changed. Needed, as they were when the secrets were stored: ${needed || 'the former keys'}. ` +
      'Put them back into HEADGATE_ENCRYPTION_KEYS, behind the first one, or into the key file.',
  )
}

/** @returns what cookies and the setup link are derived from. @throws ConfigError when no key at hand opens it. */
export async function readRootSecret(
  deps: Parameters<typeof loadOrCreateRootSecret>[0],
): Promise<Uint8Array> {
  try {
    return Buffer.from((await loadOrCreateRootSecret(deps)).reveal(), 'base64url')
  } catch (error) {
    if (neededKeyId(error) === null) throw error
    throw new ConfigError(
      `The gateway's own secret cannot be opened with these encryption keys:\n  ${messageOf(error)}\n` +
        'Put the former key back. If it is lost for good, empty the table gateway_secrets: everybody is signed out then, and nothing else is lost.',
      { cause: error },
    )
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
