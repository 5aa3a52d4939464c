// Seals secrets with AES-256-GCM. The envelope names its key, and authenticates table, column and row.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Secret } from '../../core/vault/secret.ts'
import { ENVELOPE_PREFIX, ENVELOPE_VERSION, envelopeStart } from '../../core/vault/envelope.ts'
import { KeyMismatch, type SealedPlace, type Vault } from '../../core/vault/vault.ts'
import type { KeyRing } from './key-ring.ts'

/** `hgv1.<key id>.<nonce>.<ciphertext and tag>`, the last two base64url. */
const ENVELOPE = new RegExp(
  String.raw`^${ENVELOPE_VERSION}\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]{16})\.([A-Za-z0-9_-]{22,})$`,
)
const NONCE_BYTES = 12
const TAG_BYTES = 16

export function makeAesGcmVault(ring: KeyRing): Vault {
  return {
    isSealed: (value) => value.startsWith(ENVELOPE_PREFIX),
    sealingKeyId: ring.sealing.id,
    keyIdOf: (value) => (value.startsWith(ENVELOPE_PREFIX) ? claimedKeyId(value) : null),

    seal(place, secret) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', ring.sealing.bytes, nonce)
      cipher.setAAD(associatedData(place))
      const sealed = Buffer.concat([
        cipher.update(secret.reveal(), 'utf8'),
        cipher.final(),
        cipher.getAuthTag(),
      ])
      return `${envelopeStart(ring.sealing.id)}${nonce.toString('base64url')}.${sealed.toString('base64url')}`
    },

    open(place, envelope) {
      const [, keyId, nonce, sealed] = ENVELOPE.exec(envelope) ?? []
      const where = `${place.table}.${place.column}`
      if (keyId === undefined && envelope.startsWith(ENVELOPE_PREFIX))
        throw new KeyMismatch(claimedKeyId(envelope), `${where} is damaged: no key opens it`)
      if (keyId === undefined) throw new Error(`${where} holds no sealed value`)
      const key = ring.byId.get(keyId)
      if (!key)
        throw new KeyMismatch(keyId, `the encryption key '${keyId}' is not in HEADGATE_ENCRYPTION_KEYS`)
      const bytes = Buffer.from(sealed!, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, Buffer.from(nonce!, 'base64url'))
      decipher.setAAD(associatedData(place))
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
      try {
        const plain = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()])
        return new Secret(plain.toString('utf8'))
      } catch (cause) {
        throw new KeyMismatch(
          keyId,
          `${where} cannot be opened: the encryption key '${keyId}' is not the one it was sealed with, or the value was changed or moved`,
          { cause },
        )
      }
    },
  }
}

function claimedKeyId(envelope: string): string {
  return envelope.split('.')[1] ?? ''
}

/** Joins the parts so that different places never give the same text. */
function associatedData({ table, column, rowId }: SealedPlace): Buffer {
  return Buffer.from(JSON.stringify([table, column, rowId]))
}
