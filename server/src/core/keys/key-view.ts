// A key as the control plane shows it: enough to recognise, too little to use.
import type { KeyView } from '@headgate/shared/keys'
import type { StoredKey } from './key-store.ts'

export function keyView(key: StoredKey, lastUsedAt: Date | null): KeyView {
  return {
    id: key.id,
    projectId: key.projectId,
    name: key.name,
    prefix: key.prefix,
    last4: key.last4,
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString() ?? null,
    revokedAt: key.revokedAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}
