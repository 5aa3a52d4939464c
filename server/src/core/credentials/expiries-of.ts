// Lists how long secrets still last, where their expiry is known.
import type { Credential } from './credential.ts'
import { kindModuleOf } from './kinds/kind-modules.ts'

export function expiriesOf(
  credentials: readonly Credential[],
  now: Date,
): { readonly accountId: string; readonly secondsLeft: number }[] {
  return credentials.flatMap((credential) => {
    const expiresAt = kindModuleOf(credential).expiry(credential).at
    if (expiresAt === null) return []
    return [{ accountId: credential.accountId, secondsLeft: (expiresAt.getTime() - now.getTime()) / 1000 }]
  })
}
