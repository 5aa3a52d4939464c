// Multi-provider support: one table for credentials of every provider, and pools instead of one default account.
import { Migration } from '@mikro-orm/migrations'

/** Tables whose rows the data plane keeps in memory. Later migrations attach the trigger to tables of their own. */
const WATCHED = [
  'projects',
  'credentials',
  'project_credentials',
  'credential_health',
  'model_overrides',
  'unsupported_parameters',
]

export class Migration20261122000002_multi_provider extends Migration {
  override up(): void {
    this.addSql('create schema if not exists parked')
    this.addSql('alter table anthropic_credentials rename to credentials')
    this.addSql(`alter table credentials
      add column provider text not null default 'anthropic',
      add column federation_rule_id varchar(255),
      add column federation_organization_id varchar(255),
      add column federation_service_account_id varchar(255),
      add column federation_workspace_id varchar(255),
      add column anthropic_api_key text,
      add column aws_method text,
      add column aws_api_key text,
      add column aws_access_key_id varchar(128),
      add column aws_secret_access_key text,
      add column aws_session_token text,
      add column aws_role_arn varchar(2048),
      add column aws_external_id varchar(1224),
      add column aws_region varchar(64),
      add column aws_surface text,
      add column aws_geography text,
      add column key_preview varchar(64),
      add column key_expires_at timestamptz,
      add column endpoint_url text,
      add column enabled boolean not null default true,
      alter column oauth_access_token drop not null,
      alter column oauth_refresh_token drop not null,
      alter column oauth_expires_at drop not null,
      alter column oauth_scopes drop not null,
      alter column oauth_scopes drop default`)
    this.addSql('alter table credentials alter column provider drop default')
    for (const [name, check] of CREDENTIAL_CHECKS) {
      this.addSql(`alter table credentials add constraint ${name} check (${check})`)
    }
    this.addSql(`
      create table project_credentials (
        project_id uuid not null,
        credential_id uuid not null,
        priority integer not null default 0,
        weight integer not null default 1,
        primary key (project_id, credential_id),
        constraint project_credentials_project_id_foreign
          foreign key (project_id) references projects (id) on delete cascade,
        constraint project_credentials_credential_id_foreign
          foreign key (credential_id) references credentials (id) on delete cascade,
        constraint project_credentials_priority_check check (priority >= 0),
        constraint project_credentials_weight_check check (weight > 0)
      )`)
    this.addSql('create index project_credentials_credential_id_index on project_credentials (credential_id)')
    this.addSql(`
      create table credential_health (
        credential_id uuid primary key,
        state text not null,
        reason text not null,
        since timestamptz not null,
        until timestamptz not null,
        constraint credential_health_credential_id_foreign
          foreign key (credential_id) references credentials (id) on delete cascade,
        constraint credential_health_state_check check (state in ('cooling', 'rejected'))
      )`)
    this.addSql(`
      create table model_overrides (
        id uuid primary key,
        credential_id uuid references credentials (id) on delete cascade,
        model varchar(2048) not null,
        upstream_model varchar(2048),
        base_model varchar(2048),
        drop_betas text[] not null default '{}',
        drop_fields text[] not null default '{}',
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint model_overrides_model_credential_id_unique unique nulls not distinct (model, credential_id)
      )`)
    this.addSql(`
      create table unsupported_parameters (
        credential_id uuid not null references credentials (id) on delete cascade,
        upstream_model varchar(2048) not null,
        kind text not null constraint unsupported_parameters_kind_check check (kind in ('beta', 'field')),
        name varchar(255) not null,
        reason text not null,
        learned_at timestamptz not null,
        primary key (credential_id, upstream_model, kind, name)
      )`)
    this.bringBackParkedRows()
    this.addSql('alter table projects drop column default_account_id')
    this.watchForChanges()
  }

  override down(): void {
    for (const table of WATCHED) this.addSql(`drop trigger headgate_change on ${table}`)
    this.addSql('drop function headgate_note_change')
    this.addSql('drop table gateway_version')
    this.parkRows()
    this.addSql('drop table credential_health, unsupported_parameters, model_overrides, project_credentials')
    this.addSql(`delete from credentials where not (${IS_OLD_SHAPE})`)
    for (const [name] of CREDENTIAL_CHECKS) this.addSql(`alter table credentials drop constraint ${name}`)
    this.addSql(`alter table credentials
      drop column federation_rule_id, drop column federation_organization_id,
      drop column federation_service_account_id, drop column federation_workspace_id,
      drop column provider, drop column anthropic_api_key, drop column aws_method, drop column aws_api_key,
      drop column aws_access_key_id, drop column aws_secret_access_key, drop column aws_session_token,
      drop column aws_role_arn, drop column aws_external_id, drop column aws_region,
      drop column aws_surface, drop column aws_geography, drop column key_preview, drop column key_expires_at,
      drop column endpoint_url, drop column enabled,
      alter column oauth_access_token set not null,
      alter column oauth_refresh_token set not null,
      alter column oauth_expires_at set not null,
      alter column oauth_scopes set not null,
      alter column oauth_scopes set default '{}'`)
    this.addSql('alter table credentials rename to anthropic_credentials')
  }

  /**
   * What the old shape cannot hold waits in schema `parked`: whole rows of other kinds, the newer columns of OAuth rows
   * (without a second copy of their secrets), and every table that goes away. Sealed values stay sealed.
   */
  private parkRows(): void {
    this.addSql('create schema if not exists parked')
    this.addSql('create table parked.credentials as select * from credentials')
    this.addSql(
      `update parked.credentials set oauth_access_token = null, oauth_refresh_token = null where ${IS_OLD_SHAPE}`,
    )
    for (const table of PARKED_WHOLE) this.addSql(`create table parked.${table} as select * from ${table}`)
    this.addSql(`alter table projects add column default_account_id uuid`)
    this.addSql(`
      update projects set default_account_id = (
        select c.id from project_credentials pc join credentials c on c.id = pc.credential_id
        where pc.project_id = projects.id and (${IS_OLD_SHAPE})
        order by pc.priority, c.account_id limit 1
      )`)
    this.addSql(
      `alter table projects add foreign key (default_account_id) references credentials (id) on delete set null`,
    )
    this.addSql('create table parked.default_accounts as select id, default_account_id from projects')
  }

  /**
   * Rows that were removed or changed while the old shape was in place keep that change: an OAuth row that is gone
   * stays gone, and a pool comes back only where the default account is still the one that down chose. A row whose
   * account id was given away meanwhile comes back as `<account id>-parked`, or with the next number that is free.
   */
  private bringBackParkedRows(): void {
    for (const table of ['credentials', ...PARKED_WHOLE])
      this.addSql(`create table if not exists parked.${table} as select * from ${table} limit 0`)
    this.addSql(
      'create table if not exists parked.default_accounts as select id, default_account_id from projects limit 0',
    )
    this.addSql(RENAME_TAKEN_PARKED)
    this.addSql(`insert into credentials (${CREDENTIAL_COLUMNS})
      select ${CREDENTIAL_COLUMNS} from parked.credentials where not (${IS_OLD_SHAPE})`)
    this.addSql(`update credentials set endpoint_url = parked.endpoint_url, enabled = parked.enabled
      from parked.credentials parked where parked.id = credentials.id`)
    this.addSql(`
      insert into project_credentials (project_id, credential_id, priority, weight)
      select pc.project_id, pc.credential_id, pc.priority, pc.weight
      from parked.project_credentials pc
      join projects p on p.id = pc.project_id
      join credentials c on c.id = pc.credential_id
      join parked.default_accounts parked on parked.id = p.id
      where parked.default_account_id is not distinct from p.default_account_id`)
    this.addSql(`
      insert into project_credentials (project_id, credential_id)
      select p.id, p.default_account_id from projects p
      where p.default_account_id is not null
        and not exists (select from project_credentials pc where pc.project_id = p.id)`)
    for (const table of ['credential_health', 'model_overrides', 'unsupported_parameters'])
      this.addSql(`insert into ${table} select parked.* from parked.${table} parked
        where parked.credential_id is null or parked.credential_id in (select id from credentials)`)
    for (const table of ['credentials', ...PARKED_WHOLE, 'default_accounts'])
      this.addSql(`drop table parked.${table}`)
  }

  /**
   * Every change raises a version and a notification at the end of its transaction. Notifications can be lost;
   * the version is polled. Deferred, so that the version's row is locked last and no order of changes can deadlock.
   */
  private watchForChanges(): void {
    this.addSql(
      'create table gateway_version (only_row boolean primary key default true check (only_row), version bigint not null)',
    )
    this.addSql('insert into gateway_version (version) values (1)')
    this.addSql(`
      create function headgate_note_change() returns trigger language plpgsql as $$
      begin
        update gateway_version set version = version + 1;
        perform pg_notify('headgate_change', '');
        return null;
      end $$`)
    for (const table of WATCHED) {
      this.addSql(`
        create constraint trigger headgate_change after insert or update or delete on ${table}
        deferrable initially deferred for each row execute function headgate_note_change()`)
    }
  }
}

const IS_OLD_SHAPE = 'oauth_expires_at is not null and federation_rule_id is null'

const PARKED_WHOLE = ['project_credentials', 'credential_health', 'model_overrides', 'unsupported_parameters']

const RENAME_TAKEN_PARKED = `
  do $$
  declare
    parked record;
    free_name text;
    suffix text;
    n integer;
  begin
    for parked in
      select p.id, p.account_id from parked.credentials p join credentials c on c.account_id = p.account_id
      where not (p.oauth_expires_at is not null and p.federation_rule_id is null) order by p.account_id
    loop
      n := 1;
      suffix := '-parked';
      loop
        free_name := left(parked.account_id, 255 - length(suffix)) || suffix;
        exit when not exists (select from credentials where account_id = free_name)
          and not exists (select from parked.credentials where account_id = free_name);
        n := n + 1;
        suffix := '-parked-' || n;
      end loop;
      update parked.credentials set account_id = free_name where id = parked.id;
    end loop;
  end $$`

const CREDENTIAL_COLUMNS = `id, account_id, account_name, provider, oauth_access_token, oauth_refresh_token, oauth_expires_at,
  oauth_scopes, oauth_is_max, last_refresh_at, federation_rule_id, federation_organization_id,
  federation_service_account_id, federation_workspace_id, anthropic_api_key, aws_method, aws_api_key,
  aws_access_key_id, aws_secret_access_key, aws_session_token, aws_role_arn, aws_external_id, aws_region, aws_surface,
  aws_geography, key_preview, key_expires_at, endpoint_url, enabled, created_at, updated_at`

const NO_OAUTH = `oauth_access_token is null and oauth_refresh_token is null and oauth_expires_at is null
  and oauth_scopes is null and last_refresh_at is null and not oauth_is_max`
const NO_FEDERATION = `federation_rule_id is null and federation_organization_id is null
  and federation_service_account_id is null and federation_workspace_id is null`
const FEDERATION = `federation_rule_id <> '' and federation_organization_id <> ''
  and federation_service_account_id <> '' and federation_workspace_id <> ''
  and federation_rule_id is not null and federation_organization_id is not null
  and federation_service_account_id is not null and federation_workspace_id is not null`
const NO_IAM = `aws_access_key_id is null and aws_secret_access_key is null and aws_session_token is null
  and aws_role_arn is null and aws_external_id is null`
const NO_AWS = `aws_method is null and aws_api_key is null and aws_region is null and aws_surface is null
  and aws_geography is null and ${NO_IAM}`

/** Each kind has its own columns and none of another kind's. */
const CREDENTIAL_CHECKS: readonly (readonly [name: string, check: string])[] = [
  ['credentials_provider_check', `provider in ('anthropic', 'bedrock')`],
  [
    'credentials_anthropic_check',
    `provider <> 'anthropic' or (${NO_AWS} and key_expires_at is null and (
      (anthropic_api_key is not null and ${NO_OAUTH} and ${NO_FEDERATION})
      or (anthropic_api_key is null and key_preview is null and oauth_scopes is not null and (
        (${NO_FEDERATION} and oauth_access_token is not null and oauth_refresh_token is not null
          and oauth_expires_at is not null)
        or (${FEDERATION} and oauth_refresh_token is null and not oauth_is_max
          and (oauth_access_token is null) = (oauth_expires_at is null))))))`,
  ],
  [
    'credentials_bedrock_check',
    `provider <> 'bedrock' or (${NO_OAUTH} and ${NO_FEDERATION} and anthropic_api_key is null
      and aws_region is not null and aws_region <> '' and aws_method is not null and (
        (aws_method = 'api_key' and aws_api_key is not null and ${NO_IAM})
        or (aws_method = 'iam' and aws_api_key is null and key_preview is null and key_expires_at is null
          and (aws_access_key_id is null) = (aws_secret_access_key is null)
          and (aws_session_token is null or aws_access_key_id is not null)
          and (aws_external_id is null or aws_role_arn is not null))))`,
  ],
  ['credentials_aws_method_check', `aws_method in ('api_key', 'iam')`],
  // OAuth columns may be empty in the rows of an older database, which are kept as they are.
  [
    'credentials_secrets_check',
    `anthropic_api_key <> '' and aws_api_key <> ''
    and aws_secret_access_key <> '' and aws_session_token <> ''`,
  ],
  ['credentials_aws_surface_check', `aws_surface in ('invoke', 'messages', 'mantle')`],
  [
    'credentials_aws_geography_check',
    `aws_geography in ('auto', 'global', 'us', 'eu', 'apac', 'jp', 'au', 'us-gov', 'none')`,
  ],
]
