import type { PersonActor } from '../admin/actor.ts'
import type { Stores } from '../admin/unit-of-work.ts'
import type { AuditAction } from '../audit/audit-log.ts'

/** What people do to their own second factor. */
export function noteSecondFactor(
  { audit }: Pick<Stores, 'audit'>,
  actor: PersonActor,
  action: AuditAction,
  after: object | null,
): Promise<void> {
  return audit.append({ actor, action, target: { kind: 'user', id: actor.id }, before: null, after })
}
