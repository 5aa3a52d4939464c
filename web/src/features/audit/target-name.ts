import type { AuditEventView } from '@headgate/shared/audit'

/** Fields of an event that name its target better than an id does, the best first. */
const NAMES = ['accountId', 'slug', 'email', 'name', 'model']

export function targetName({ target, actor, before, after }: AuditEventView): string {
  const facts = { ...before, ...after }
  const name = NAMES.map((field) => facts[field]).find((value) => typeof value === 'string')
  // People who do something to their own access.
  const own = target.kind === 'user' && target.id === actor.id ? actor.name : target.id
  return `${kindWords(target.kind)} ${typeof name === 'string' ? name : own}`
}

/** `api_token` as people write it. */
export function kindWords(kind: string): string {
  return kind.replaceAll('_', ' ').replace(/^api /, 'API ')
}
