import type { AuditEventView } from '@headgate/shared/audit'

/** Fields of an event that name its target better than an id does, the best first. */
const NAMES = ['accountId', 'slug', 'email', 'name', 'model']

export function targetName({ target, before, after }: AuditEventView): string {
  const facts = { ...before, ...after }
  const name = NAMES.map((field) => facts[field]).find((value) => typeof value === 'string')
  return `${target.kind} ${typeof name === 'string' ? name : target.id}`
}
