// What the verbs need of cryptography.
import { equalBytes, equalTexts, newRequestId, randomKeyPart, sha256 } from '../adapters/crypto/digests.ts'
import { pkce } from '../adapters/crypto/pkce.ts'
import { randomBase32, totp } from '../adapters/crypto/totp.ts'

export const cryptoPorts = {
  digest: sha256,
  equalBytes,
  equalTexts,
  newRequestId,
  pkce,
  randomBase32,
  randomKeyPart,
  totp,
}
