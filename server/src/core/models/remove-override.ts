import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { accountIdsOf, auditedOverride } from './model-views.ts'

/** @throws DomainError `not_found`. */
export function makeRemoveOverride({ transact }: { readonly transact: Transact }) {
  return async function removeOverride(
    actor: Actor,
    { id }: { id: string },
  ): Promise<{ id: string; removed: true }> {
    await transact(async ({ models, credentials, audit }) => {
      const stored = required(await models.override(id), 'The override')
      await models.removeOverride(id)
      await audit.append({
        actor,
        action: 'model.override.remove',
        target: { kind: 'model', id },
        before: auditedOverride(stored, await accountIdsOf(credentials, [stored.credentialId])),
        after: null,
      })
    })
    return { id, removed: true }
  }
}
