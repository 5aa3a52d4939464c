// Everything that does not depend on the provider: client keys, the request log, the audit trail, health, people.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261122000002_gateway extends Migration {
  override up(): void {
    this.addSql(`alter table projects
      add column enabled boolean not null default true,
      add column workspace_access boolean not null default false,
      add column pass_through boolean not null default false,
      add column routing_strategy text not null default 'priority'
        constraint projects_routing_strategy_check check (routing_strategy in ('priority', 'weighted'))`)

    this.addSql(`
      create table project_keys (
        id uuid primary key,
        project_id uuid not null,
        name varchar(255) not null,
        digest bytea not null,
        prefix varchar(32) not null,
        last4 varchar(4) not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        revoked_at timestamptz,
        constraint project_keys_project_id_foreign foreign key (project_id) references projects (id) on delete cascade,
        constraint project_keys_digest_unique unique (digest),
        constraint project_keys_digest_check check (octet_length(digest) = 32)
      )`)
    this.addSql('create index project_keys_project_id_index on project_keys (project_id)')

    // One row per request, attempts included, never bodies. Rows name projects and keys by id without foreign keys:
    // the log outlives what it describes.
    this.addSql(`
      create table requests (
        request_id varchar(64) not null,
        started_at timestamptz not null,
        project_id uuid not null,
        key_id uuid not null,
        session_id varchar(255),
        user_agent varchar(255),
        provider text,
        credential_id uuid,
        account_id varchar(255),
        surface text,
        path varchar(255),
        model varchar(255),
        upstream_model varchar(2048),
        upstream_request_id varchar(255),
        stream boolean not null,
        status smallint not null,
        outcome text not null,
        error_type varchar(255),
        error_message text,
        attempts jsonb not null,
        input_tokens bigint,
        output_tokens bigint,
        cache_write_5m_tokens bigint,
        cache_write_1h_tokens bigint,
        cache_read_tokens bigint,
        cost_pico_usd bigint,
        time_to_first_byte_ms integer,
        duration_ms integer not null,
        primary key (started_at, request_id)
      ) partition by range (started_at)`)
    this.addSql('create table requests_default partition of requests default')
    this.addSql('create index requests_project_id_started_at_index on requests (project_id, started_at)')
    this.addSql('create index requests_key_id_started_at_index on requests (key_id, started_at)')
    this.addSql('create index requests_session_id_started_at_index on requests (session_id, started_at)')

    this.addSql(`
      create table audit_events (
        id uuid primary key,
        at timestamptz not null default now(),
        actor_kind text not null
          constraint audit_events_actor_kind_check check (actor_kind in ('user', 'admin_token', 'system')),
        actor_id varchar(255),
        actor_name varchar(255) not null,
        address varchar(64),
        action varchar(64) not null,
        target_kind varchar(64) not null,
        target_id varchar(255) not null,
        before jsonb,
        after jsonb
      )`)
    this.addSql('create index audit_events_at_index on audit_events (at)')

    this.addSql('create schema auth')
    this.addSql(`
      create table auth."user" (
        id text primary key,
        name text not null,
        email text not null unique,
        "emailVerified" boolean not null default false,
        image text,
        role text not null default 'viewer' constraint user_role_check check (role in ('owner', 'admin', 'viewer')),
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now()
      )`)
    this.addSql(`
      create table auth.session (
        id text primary key,
        "expiresAt" timestamptz not null,
        token text not null unique,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now(),
        "ipAddress" text,
        "userAgent" text,
        "userId" text not null references auth."user" (id) on delete cascade
      )`)
    this.addSql('create index session_user_id_index on auth.session ("userId")')
    this.addSql(`
      create table auth.account (
        id text primary key,
        "accountId" text not null,
        "providerId" text not null,
        "userId" text not null references auth."user" (id) on delete cascade,
        "accessToken" text,
        "refreshToken" text,
        "idToken" text,
        "accessTokenExpiresAt" timestamptz,
        "refreshTokenExpiresAt" timestamptz,
        scope text,
        password text,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now()
      )`)
    this.addSql('create index account_user_id_index on auth.account ("userId")')
    this.addSql(`
      create table auth.verification (
        id text primary key,
        identifier text not null,
        value text not null,
        "expiresAt" timestamptz not null,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now()
      )`)
    this.addSql('create index verification_identifier_index on auth.verification (identifier)')
  }

  override down(): void {
    this.addSql('drop schema auth cascade')
    this.addSql('drop table audit_events')
    this.addSql('drop table requests')
    this.addSql('drop table project_keys')
    this
      .addSql(`alter table projects drop column enabled, drop column workspace_access, drop column pass_through,
      drop column routing_strategy`)
  }
}
