// The port for the audit trail: written with the change it describes, and never with a secret.
import type { AuditGroup } from '@headgate/shared/audit'
import type { Actor } from '../admin/actor.ts'

/** Of a group that the console offers to look for. */
type Grouped<Action extends `${AuditGroup}.${string}`> = Action

export type AuditAction = Grouped<
  | 'credential.create'
  | 'credential.update'
  | 'credential.update_rejected'
  | 'credential.rotate'
  | 'credential.rotate_rejected'
  | 'credential.remove'
  | 'credential.probe'
  | 'credential.clear_cooldown'
  | 'credential.seal'
  | 'credential.begin_oauth'
  | 'credential.sign_in'
  | 'credential.sign_in_rejected'
  | 'credential.refresh'
  | 'project.create'
  | 'project.update'
  | 'project.set_routing'
  | 'project.remove'
  | 'key.create'
  | 'key.revoke'
  | 'key.denied'
  | 'model.override.set'
  | 'model.override.remove'
  | 'model.learned.forget'
  | 'system.rotate_encryption_key'
  | 'user.create_owner'
  | 'user.sign_in'
  | 'user.sign_out'
  | 'user.invite'
  | 'user.revoke_invitation'
  | 'user.accept_invitation'
  | 'user.set_role'
  | 'user.remove'
  | 'user.change_password'
  | 'user.revoke_session'
  | 'user.revoke_sessions'
  | 'user.make_recovery_link'
  | 'user.recover'
  | 'user.begin_second_factor'
  | 'user.enable_second_factor'
  | 'user.disable_second_factor'
  | 'user.use_recovery_code'
  | 'user.provision'
  | 'api_token.create'
  | 'api_token.revoke'
  | 'user.sign_in_denied'
  | 'admin_token.denied'
  | 'session.denied'
  | 'procedure.denied'
  | 'audit.export'
  | 'system.replay_records'
>

export type AuditTargetKind =
  | 'credential'
  | 'project'
  | 'key'
  | 'model'
  | 'user'
  | 'invitation'
  | 'session'
  | 'api_token'
  | 'admin_token'
  | 'procedure'
  | 'audit'
  | 'system'

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
  readonly target: { readonly kind: AuditTargetKind; readonly id: string }
  /** Views without secrets; null where there is no such side. */
  readonly before: object | null
  readonly after: object | null
}

export interface AuditLog {
  append(event: AuditEvent): Promise<void>
}
