// Sign-ins that have begun, and what keeps access tokens from being renewed. The name sorts before the multi-provider
// step, which stays the last one of a new database: nothing here refers to the table of credentials, which may have either
// of its names by then.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261122000002_oauth extends Migration {
  override up(): void {
    this.addSql(`
      create table oauth_flows (
        id uuid primary key,
        state_digest bytea not null,
        actor_kind text not null,
        actor_id varchar(255),
        sealed text,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        constraint oauth_flows_state_digest_unique unique (state_digest),
        constraint oauth_flows_state_digest_check check (octet_length(state_digest) = 32),
        constraint oauth_flows_actor_kind_check check (actor_kind in ('user', 'admin_token', 'system')),
        constraint oauth_flows_used_check check ((used_at is null) = (sealed is not null))
      )`)
    this.addSql(`
      create table oauth_refresh_problems (
        credential_id uuid primary key,
        state text not null,
        reason text not null,
        failures integer not null,
        since timestamptz not null,
        retry_at timestamptz,
        constraint oauth_refresh_problems_state_check check (state in ('retrying', 'sign_in_again')),
        constraint oauth_refresh_problems_retry_check check ((state = 'retrying') = (retry_at is not null))
      )`)
  }

  override down(): void {
    this.addSql('drop table oauth_flows, oauth_refresh_problems')
  }
}
