// Cooldowns of a credential for one model: a rate limit of one model says nothing about the others.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261201081000_model_cooldowns extends Migration {
  override up(): void {
    this.addSql(`
      do $$
      begin
        if to_regclass('parked.model_cooldowns') is not null then
          alter table parked.model_cooldowns set schema public;
        else
          create table model_cooldowns (
            credential_id uuid not null,
            model varchar(255) not null,
            reason text not null,
            since timestamptz not null,
            until timestamptz not null,
            primary key (credential_id, model)
          );
        end if;
      end $$`)
    // Credentials that went away meanwhile took their cooldowns along.
    this.addSql('delete from model_cooldowns where credential_id not in (select id from credentials)')
    this.addSql(`alter table model_cooldowns add constraint model_cooldowns_credential_id_foreign
      foreign key (credential_id) references credentials (id) on delete cascade`)
    this.addSql(`create constraint trigger headgate_change after insert or update or delete on model_cooldowns
      deferrable initially deferred for each row execute function headgate_note_change()`)
    this.addSql('drop schema if exists parked')
  }

  override down(): void {
    this.addSql('create schema if not exists parked')
    this.addSql('drop trigger headgate_change on model_cooldowns')
    this.addSql('alter table model_cooldowns drop constraint model_cooldowns_credential_id_foreign')
    this.addSql('alter table model_cooldowns set schema parked')
  }
}
