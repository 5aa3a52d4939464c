// The gateway's own schema: client keys, the request log, the audit log, sign-in, and what OAuth and people need.
// Nothing here depends on the provider of a credential.
import { Migration } from '@mikro-orm/migrations'

interface Table {
  readonly name: string
  /** With its indexes. */
  readonly create: string
}

export class Migration20261122000003_gateway extends Migration {
  override up(): void {
    this.addSql(`alter table projects
      add column enabled boolean not null default true,
      add column workspace_access boolean not null default false,
      add column pass_through boolean not null default false,
      add column routing_strategy text not null default 'priority'
        constraint projects_routing_strategy_check check (routing_strategy in ('priority', 'weighted'))`)
    this.addSql('create schema if not exists auth')
    for (const table of TABLES) this.addSql(createOrBringBack(table))
    this.addSql(bringBackPartitions())
    this.makeAuditAppendOnly()
    this.addSql(`create constraint trigger headgate_change after insert or update or delete on project_keys
      deferrable initially deferred for each row execute function headgate_note_change()`)
    this.bringBackProjectSettings()
    // Every table that waited there is back.
  }

  /** Tables move into schema `parked` with their rows, so that `up` has them back. */
  override down(): void {
    this.addSql('create schema if not exists parked')
    this.addSql(`create table parked.project_settings as
      select id, enabled, workspace_access, pass_through, routing_strategy from projects`)
    this
      .addSql(`alter table projects drop column enabled, drop column workspace_access, drop column pass_through,
      drop column routing_strategy`)
    this.addSql('drop trigger headgate_change on project_keys')
    this.addSql('drop trigger headgate_append_only on audit_events')
    this.addSql('drop function headgate_deny_audit_change()')
    this.addSql(parkPartitions())
    for (const { name } of TABLES) this.addSql(`alter table ${name} set schema parked`)
    this.addSql('drop schema auth')
  }

  /** Rows are added, and neither changed nor removed. */
  private makeAuditAppendOnly(): void {
    this.addSql(`
      create function headgate_deny_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception 'audit_events is append-only: % is denied', tg_op using errcode = 'insufficient_privilege';
      end $$`)
    // Per statement: a change that meets no row is denied as well.
    this.addSql(`
      create trigger headgate_append_only before update or delete or truncate on audit_events
        for each statement execute function headgate_deny_audit_change()`)
    // A replica or a restore that switches ordinary triggers off keeps this one.
    this.addSql('alter table audit_events enable always trigger headgate_append_only')
  }

  private bringBackProjectSettings(): void {
    this.addSql(`
      do $$
      begin
        if to_regclass('parked.project_settings') is not null then
          update projects set enabled = parked.enabled, workspace_access = parked.workspace_access,
            pass_through = parked.pass_through, routing_strategy = parked.routing_strategy
            from parked.project_settings parked where parked.id = projects.id;
          drop table parked.project_settings;
        end if;
      end $$`)
  }
}

/** In the order of their references. */
const TABLES: readonly Table[] = [
  {
    name: 'project_keys',
    create: `
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
      );
      create index project_keys_project_id_index on project_keys (project_id);`,
  },
  // One row per request, attempts included, never bodies. Rows name projects and keys by id without foreign keys:
  // the log outlives what it describes.
  {
    name: 'requests',
    create: `
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
      ) partition by range (started_at);
      create index requests_project_id_started_at_index on requests (project_id, started_at);
      create index requests_key_id_started_at_index on requests (key_id, started_at);
      create index requests_session_id_started_at_index on requests (session_id, started_at);
      create table requests_default partition of requests default;`,
  },
  {
    name: 'audit_events',
    create: `
      create table audit_events (
        id uuid primary key,
        at timestamptz not null default now(),
        actor_kind text not null
          constraint audit_events_actor_kind_check check (actor_kind in ('user', 'admin_token', 'api_token', 'system', 'stranger')),
        actor_id varchar(255),
        actor_name varchar(255) not null,
        address varchar(64),
        action varchar(64) not null,
        target_kind varchar(64) not null,
        target_id varchar(255) not null,
        before jsonb,
        after jsonb
      );
      create index audit_events_at_index on audit_events (at);
      create index audit_events_target_id_at_index on audit_events (target_id, at);`,
  },
  {
    name: 'auth."user"',
    create: `
      create table auth."user" (
        id text primary key,
        name text not null,
        email text not null unique,
        "emailVerified" boolean not null default false,
        image text,
        role text not null default 'viewer' constraint user_role_check check (role in ('owner', 'admin', 'viewer')),
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now()
      );`,
  },
  {
    name: 'auth.session',
    create: `
      create table auth.session (
        id text primary key,
        "expiresAt" timestamptz not null,
        token text not null unique,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now(),
        "ipAddress" text,
        "userAgent" text,
        "userId" text not null references auth."user" (id) on delete cascade
      );
      create index session_user_id_index on auth.session ("userId");`,
  },
  {
    name: 'auth.account',
    create: `
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
      );
      create index account_user_id_index on auth.account ("userId");
      create unique index account_provider_unique on auth.account ("providerId", "accountId");`,
  },
  {
    name: 'auth.verification',
    create: `
      create table auth.verification (
        id text primary key,
        identifier text not null,
        value text not null,
        "expiresAt" timestamptz not null,
        "createdAt" timestamptz not null default now(),
        "updatedAt" timestamptz not null default now()
      );
      create index verification_identifier_index on auth.verification (identifier);`,
  },
  {
    name: 'oauth_flows',
    create: `
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
        constraint oauth_flows_actor_kind_check check (actor_kind in ('user', 'admin_token', 'api_token', 'system', 'stranger')),
        constraint oauth_flows_used_check check ((used_at is null) = (sealed is not null))
      );`,
  },
  {
    name: 'oauth_refresh_problems',
    create: `
      create table oauth_refresh_problems (
        credential_id uuid primary key,
        state text not null,
        reason text not null,
        failures integer not null,
        since timestamptz not null,
        retry_at timestamptz,
        constraint oauth_refresh_problems_state_check check (state in ('retrying', 'sign_in_again', 'federation_rejected')),
        constraint oauth_refresh_problems_retry_check check ((state <> 'sign_in_again') = (retry_at is not null))
      );`,
  },
  {
    name: 'entry_links',
    create: `
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
      );
      create unique index entry_links_open_unique on entry_links (kind, email)
        where used_at is null and revoked_at is null;`,
  },
  {
    name: 'api_tokens',
    create: `
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
      );`,
  },
  {
    name: 'second_factors',
    create: `
      create table second_factors (
        user_id text primary key references auth."user" (id) on delete cascade,
        sealed text not null,
        confirmed_at timestamptz,
        last_step bigint,
        recovery_digests bytea[] not null default '{}',
        created_at timestamptz not null
      );`,
  },
  {
    name: 'guess_limits',
    create: `
      create table guess_limits (
        digest bytea primary key,
        attempts integer not null,
        open_at timestamptz not null
      );`,
  },
  {
    name: 'gateway_secrets',
    create: `
      create table gateway_secrets (
        name text primary key,
        sealed text not null,
        created_at timestamptz not null default now()
      );`,
  },
]

function createOrBringBack({ name, create }: Table): string {
  const [schema, table] = name.includes('.') ? (name.split('.') as [string, string]) : ['public', name]
  return `
    do $$
    begin
      if to_regclass('parked.${table}') is not null then
        alter table parked.${table} set schema ${schema};
      else
        ${create}
      end if;
    end $$`
}

/** Partitions do not follow their table into another schema. */
function movePartitions(from: string, to: string): string {
  return `
    do $$
    declare
      partition name;
    begin
      for partition in
        select child.relname from pg_inherits join pg_class child on child.oid = inhrelid
        where inhparent = 'requests'::regclass and child.relnamespace = to_regnamespace('${from}')
      loop
        execute format('alter table ${from}.%I set schema ${to}', partition);
      end loop;
    end $$`
}

function parkPartitions(): string {
  return movePartitions('public', 'parked')
}

function bringBackPartitions(): string {
  return movePartitions('parked', 'public')
}
