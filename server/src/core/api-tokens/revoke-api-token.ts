import type { ApiTokenView } from '@headgate/shared/api-tokens'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { apiTokenView } from './api-token-view.ts'

export interface RevokeApiTokenDeps {
  readonly transact: Transact
  readonly now: () => Date
}

/** Revoking twice keeps the first time. @throws DomainError `not_found`. */
export function makeRevokeApiToken({ transact, now }: RevokeApiTokenDeps) {
  return async function revokeApiToken(actor: Actor, { id }: { id: string }): Promise<ApiTokenView> {
    return transact(async ({ apiTokens, audit }) => {
      const stored = required(await apiTokens.get(id), 'The API token')
      const revokedAt = stored.revokedAt ?? now()
      await apiTokens.revoke(id, revokedAt)
      await audit.append({
        actor,
        action: 'api_token.revoke',
        target: { kind: 'api_token', id },
        before: { name: stored.name, revokedAt: stored.revokedAt?.toISOString() ?? null },
        after: { name: stored.name, revokedAt: revokedAt.toISOString() },
      })
      return apiTokenView({ ...stored, revokedAt })
    })
  }
}
