// How long the secrets last whose end is known.
import type { Credential } from './credential.ts'

export function expiriesOf(
  credentials: readonly Credential[],
  now: Date,
): { readonly accountId: string; readonly secondsLeft: number }[] {
  return credentials.flatMap((credential) => {
    const expiresAt = 'expiresAt' in credential ? credential.expiresAt : null
    if (expiresAt === null) return []
    return [{ accountId: credential.accountId, secondsLeft: (expiresAt.getTime() - now.getTime()) / 1000 }]
  })
}
