import type { ApiTokenView } from '@headgate/shared/api-tokens'
import type { StoredApiToken } from './api-token-store.ts'

/** Everything but the token itself. */
export function apiTokenView(stored: StoredApiToken): ApiTokenView {
  const { id, name, role, prefix, last4, madeBy } = stored
  return {
    id,
    name,
    role,
    prefix,
    last4,
    createdBy: madeBy.name,
    createdAt: stored.createdAt.toISOString(),
    expiresAt: stored.expiresAt.toISOString(),
    revokedAt: stored.revokedAt?.toISOString() ?? null,
    lastUsedAt: stored.lastUsedAt?.toISOString() ?? null,
  }
}
