import type { KeyView } from '@headgate/shared/keys'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { keyView } from './key-view.ts'

export interface RevokeKeyDeps {
  readonly transact: Transact
  readonly now: () => Date
}

/** Revoking twice keeps the first time. @throws DomainError `not_found`. */
export function makeRevokeKey({ transact, now }: RevokeKeyDeps) {
  return async function revokeKey(actor: Actor, { id }: { id: string }): Promise<KeyView> {
    return transact(async ({ keys, audit }) => {
      const stored = required(await keys.get(id), 'The key')
      const revokedAt = stored.revokedAt ?? now()
      await keys.revoke(id, revokedAt)
      await audit.append({
        actor,
        action: 'key.revoke',
        target: { kind: 'key', id },
        before: { revokedAt: stored.revokedAt?.toISOString() ?? null },
        after: { revokedAt: revokedAt.toISOString() },
      })
      return keyView({ ...stored, revokedAt }, (await keys.lastUsed([id])).get(id) ?? null)
    })
  }
}
