// Random values and challenges for PKCE, from Node's crypto.
import { hash, randomBytes } from 'node:crypto'
import type { Pkce } from '../../core/oauth/flow/oauth-client.ts'

export const pkce: Pkce = {
  random: (chars) =>
    randomBytes(Math.ceil((chars * 3) / 4))
      .toString('base64url')
      .slice(0, chars),
  challenge: (verifier) => hash('sha256', verifier, 'base64url'),
}
