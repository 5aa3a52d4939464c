import type { KeyView } from '@headgate/shared/keys'

export type KeyState = 'active' | 'expired' | 'revoked'

export function keyState(
  { revokedAt, expiresAt }: Pick<KeyView, 'revokedAt' | 'expiresAt'>,
  now: number,
): KeyState {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && Date.parse(expiresAt) <= now ? 'expired' : 'active'
}
