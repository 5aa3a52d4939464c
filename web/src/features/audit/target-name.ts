import type { AuditEventView } from '@headgate/shared/audit'

/** Fields of an event that name its target better than an id does, the best first. */
const NAMES = ['accountId', 'slug', 'email', 'name', 'model']

export function targetName({ target, actor, before, after }: AuditEventView): string {
  const kind = target.kind.replaceAll('_', ' ')
  const facts = { ...before, ...after }
  const name = NAMES.map((field) => facts[field]).find((value) => typeof value === 'string')
  // People who do something to their own access.
  const own = target.kind === 'user' && target.id === actor.id ? actor.name : target.id
  return `${kind} ${typeof name === 'string' ? name : own}`
}
