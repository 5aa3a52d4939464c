import type { AuditActorKind } from '@headgate/shared/audit'

export const ACTOR_KINDS: Readonly<Record<AuditActorKind, string>> = {
  user: 'Person',
  admin_token: 'Admin token',
  api_token: 'API token',
  system: 'The gateway itself',
  stranger: 'Stranger',
}
