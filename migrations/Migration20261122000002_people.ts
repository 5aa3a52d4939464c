// What people need beyond signing in: links that work once, credentials for automation, second factors, sign-in by another
// party, and what slows guessing down. The name sorts before the multi-provider step, which stays the last one.
import { Migration } from '@mikro-orm/migrations'

const ACTOR_KINDS = `('user', 'admin_token', 'api_token', 'system', 'stranger')`

export class Migration20261122000002_people extends Migration {
  override up(): void {
    this.allowActorKinds()
    this.addSql(`
      create table entry_links (
        id uuid primary key,
        kind text not null,
        digest bytea not null,
        user_id text references auth."user" (id) on delete cascade,
        email varchar(255) not null,
        name varchar(255),
        role text not null,
        made_by varchar(255),
        made_by_name varchar(255) not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        used_at timestamptz,
        revoked_at timestamptz,
        constraint entry_links_digest_unique unique (digest),
        constraint entry_links_digest_check check (octet_length(digest) = 32),
        constraint entry_links_kind_check check (kind in ('invitation', 'recovery')),
        constraint entry_links_role_check check (role in ('owner', 'admin', 'viewer')),
        constraint entry_links_user_check check ((kind = 'recovery') = (user_id is not null))
      )`)
    this.addSql(`
      create unique index entry_links_open_unique on entry_links (kind, email)
        where used_at is null and revoked_at is null`)
    this.addSql(`
      create table api_tokens (
        id uuid primary key,
        name varchar(255) not null,
        digest bytea not null,
        prefix varchar(32) not null,
        last4 varchar(4) not null,
        role text not null,
        made_by varchar(255),
        made_by_name varchar(255) not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz,
        last_used_at timestamptz,
        constraint api_tokens_digest_unique unique (digest),
        constraint api_tokens_digest_check check (octet_length(digest) = 32),
        constraint api_tokens_role_check check (role in ('admin', 'viewer'))
      )`)
    this.addSql(`
      create table second_factors (
        user_id text primary key references auth."user" (id) on delete cascade,
        sealed text not null,
        confirmed_at timestamptz,
        last_step bigint,
        recovery_digests bytea[] not null default '{}',
        created_at timestamptz not null
      )`)
    this.addSql(`
      create table guess_limits (
        digest bytea primary key,
        attempts integer not null,
        open_at timestamptz not null
      )`)
    this.addSql('create unique index account_provider_unique on auth.account ("providerId", "accountId")')
  }

  override down(): void {
    this.addSql('drop index auth.account_provider_unique')
    this.addSql('drop table guess_limits, second_factors, api_tokens, entry_links')
    // What is allowed about actors stays: the trail is never rewritten.
  }

  private allowActorKinds(): void {
    for (const table of ['audit_events', 'oauth_flows']) {
      this.addSql(`alter table ${table} drop constraint ${table}_actor_kind_check`)
      this.addSql(
        `alter table ${table} add constraint ${table}_actor_kind_check check (actor_kind in ${ACTOR_KINDS})`,
      )
    }
  }
}
