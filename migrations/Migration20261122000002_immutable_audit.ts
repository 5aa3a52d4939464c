// Makes the audit trail append-only: rows are added, and neither changed nor taken away. Strangers may stand in it, with
// what was refused to them. The name sorts after the table's own step and before the multi-provider step, which stays last.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261122000002_immutable_audit extends Migration {
  override up(): void {
    this.addSql(`
      create or replace function headgate_refuse_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception 'audit_events is append-only: % is refused', tg_op using errcode = 'insufficient_privilege';
      end $$`)
    // Per statement: a change that meets no row is refused as well.
    this.addSql(`
      create trigger headgate_append_only before update or delete or truncate on audit_events
        for each statement execute function headgate_refuse_audit_change()`)
    // A replica or a restore that switches ordinary triggers off keeps this one.
    this.addSql('alter table audit_events enable always trigger headgate_append_only')
    // Rows of kinds that a later step allows may be there: they stayed when that step was taken back.
    this.addSql(`
      alter table audit_events
        drop constraint audit_events_actor_kind_check,
        add constraint audit_events_actor_kind_check
          check (actor_kind in ('user', 'admin_token', 'api_token', 'system', 'stranger')) not valid`)
    this.addSql('create index audit_events_target_id_at_index on audit_events (target_id, at)')
  }

  override down(): void {
    this.addSql('drop index audit_events_target_id_at_index')
    // Rows of strangers stay; new ones are none of the older version's.
    this.addSql(`
      alter table audit_events
        drop constraint audit_events_actor_kind_check,
        add constraint audit_events_actor_kind_check check (actor_kind in ('user', 'admin_token', 'system')) not valid`)
    this.addSql('drop trigger headgate_append_only on audit_events')
    this.addSql('drop function headgate_refuse_audit_change()')
  }
}
