import type { AuditActorKind, AuditEventView } from '@headgate/shared/audit'

export const ACTOR_KINDS: Readonly<Record<AuditActorKind, string>> = {
  user: 'Person',
  admin_token: 'Admin token',
  api_token: 'API token',
  system: 'The gateway itself',
  stranger: 'Stranger',
}

/** People by their name, API tokens by theirs and that they are one, all others by what they are. */
export function actorName({ kind, name }: AuditEventView['actor']): string {
  if (kind === 'user') return name
  return kind === 'api_token' ? `${ACTOR_KINDS[kind]} ${name}` : ACTOR_KINDS[kind]
}
