// The port for the audit trail: written with the change it describes, and never with a secret.
import type { Actor } from '../admin/actor.ts'

export type AuditAction =
  | 'credential.create'
  | 'credential.update'
  | 'credential.rotate'
  | 'credential.remove'
  | 'credential.probe'
  | 'credential.clear_cooldown'
  | 'credential.seal'
  | 'credential.begin_oauth'
  | 'credential.sign_in'
  | 'credential.refresh'
  | 'project.create'
  | 'project.update'
  | 'project.set_routing'
  | 'project.remove'
  | 'key.create'
  | 'key.revoke'
  | 'model.override.set'
  | 'model.override.remove'
  | 'model.learned.forget'
  | 'user.create_owner'
  | 'user.sign_in'
  | 'user.sign_out'
  | 'user.sign_in_refused'
  | 'admin_token.refused'
  | 'session.refused'
  | 'procedure.refused'
  | 'audit.export'

/** Somebody who has not shown who they are: all that is known is where they called from. */
export interface Stranger {
  readonly kind: 'stranger'
  readonly id: null
  readonly name: 'stranger'
  readonly address: string | null
}

export function strangerAt(address: string | null): Stranger {
  return { kind: 'stranger', id: null, name: 'stranger', address }
}

export type AuditActor = Actor | Stranger

export interface AuditEvent {
  readonly actor: AuditActor
  readonly action: AuditAction
  readonly target: {
    readonly kind:
      'credential' | 'project' | 'key' | 'model' | 'user' | 'admin_token' | 'session' | 'procedure' | 'audit'
    readonly id: string
  }
  /** Views without secrets; null where there is no such side. */
  readonly before: object | null
  readonly after: object | null
}

export interface AuditLog {
  append(event: AuditEvent): Promise<void>
}
