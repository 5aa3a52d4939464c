import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'

export interface RevokeInvitationDeps {
  readonly transact: Transact
  readonly now: () => Date
}

/** @throws DomainError `not_found` also when it was used or revoked. */
export function makeRevokeInvitation({ transact, now }: RevokeInvitationDeps) {
  return async function revokeInvitation(
    actor: Actor,
    { id }: { id: string },
  ): Promise<{ id: string; removed: true }> {
    return transact(async ({ entryLinks, audit }) => {
      const found = await entryLinks.find({ id })
      const link = required(found?.kind === 'invitation' ? found : null, 'The invitation')
      await entryLinks.revoke({ id }, now())
      await audit.append({
        actor,
        action: 'user.revoke_invitation',
        target: { kind: 'invitation', id },
        before: { email: link.email, role: link.role, expiresAt: link.expiresAt.toISOString() },
        after: null,
      })
      return { id, removed: true }
    })
  }
}
