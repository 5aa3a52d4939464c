// Signed access to Bedrock, what is known of models beyond the catalogue, and which projects reach more than messages.
import { Migration } from '@mikro-orm/migrations'

/** Tables whose rows the data plane keeps in memory, besides the older ones. */
const WATCHED = ['model_overrides', 'learned_refusals']

export class Migration20261122000004_fidelity extends Migration {
  override up(): void {
    this.addSql(`alter table credentials
      add column aws_method text,
      add column aws_access_key_id varchar(128),
      add column aws_secret_access_key text,
      add column aws_session_token text,
      add column aws_role_arn varchar(2048),
      add column aws_external_id varchar(1224)`)
    this.addSql(`update credentials set aws_method = 'api_key' where provider = 'bedrock'`)
    this.replaceChecks(CHECKS)
    this.addSql(`alter table credentials add constraint credentials_aws_method_check check (${METHOD_CHECK})`)
    this.addSql(`alter table projects
      add column workspace_access boolean not null default false,
      add column pass_through boolean not null default false`)
    this.addSql('alter table requests add column path varchar(255)')
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
      create table learned_refusals (
        credential_id uuid not null references credentials (id) on delete cascade,
        upstream_model varchar(2048) not null,
        kind text not null constraint learned_refusals_kind_check check (kind in ('beta', 'field')),
        name varchar(255) not null,
        reason text not null,
        learned_at timestamptz not null,
        primary key (credential_id, upstream_model, kind, name)
      )`)
    for (const table of WATCHED) {
      this.addSql(`
        create constraint trigger headgate_change after insert or update or delete on ${table}
        deferrable initially deferred for each row execute function headgate_note_change()`)
    }
    this.bringBackParkedRows()
  }

  override down(): void {
    this.parkRows()
    this.addSql('drop table learned_refusals, model_overrides')
    this.addSql('alter table requests drop column path')
    this.addSql('alter table projects drop column workspace_access, drop column pass_through')
    this.addSql(`delete from credentials where aws_method = 'iam'`)
    this.addSql('alter table credentials drop constraint credentials_aws_method_check')
    this.replaceChecks(OLD_CHECKS)
    this.addSql(`alter table credentials
      drop column aws_method, drop column aws_access_key_id, drop column aws_secret_access_key,
      drop column aws_session_token, drop column aws_role_arn, drop column aws_external_id`)
  }

  private replaceChecks(checks: Readonly<Record<string, string>>): void {
    for (const [name, check] of Object.entries(checks)) {
      this.addSql(`alter table credentials drop constraint ${name}`)
      this.addSql(`alter table credentials add constraint ${name} check (${check})`)
    }
  }

  /** Sealed values stay sealed. What was learned is learned again. */
  private parkRows(): void {
    this.addSql(`create table parked_iam_credentials as select * from credentials where aws_method = 'iam'`)
    this.addSql(`
      create table parked_iam_pools as
      select * from project_credentials where credential_id in (select id from parked_iam_credentials)`)
    this.addSql('create table parked_model_overrides as select * from model_overrides')
    this.addSql(`
      create table parked_project_grants as
      select id, workspace_access, pass_through from projects where workspace_access or pass_through`)
  }

  /** A row whose account id was given away meanwhile comes back with a suffix of its own. */
  private bringBackParkedRows(): void {
    this.addSql('create table if not exists parked_iam_credentials as select * from credentials limit 0')
    this.addSql('create table if not exists parked_iam_pools as select * from project_credentials limit 0')
    this.addSql('create table if not exists parked_model_overrides as select * from model_overrides limit 0')
    this.addSql(
      'create table if not exists parked_project_grants as select id, workspace_access, pass_through from projects limit 0',
    )
    this.addSql(`
      update parked_iam_credentials parked set account_id = left(account_id, 210) || '-parked-' || id
      where exists (select from credentials c where c.account_id = parked.account_id)`)
    this.addSql(
      `insert into credentials (${CREDENTIAL_COLUMNS}) select ${CREDENTIAL_COLUMNS} from parked_iam_credentials`,
    )
    this.addSql(`
      insert into project_credentials (project_id, credential_id, priority, weight)
      select pc.project_id, pc.credential_id, pc.priority, pc.weight
      from parked_iam_pools pc join projects p on p.id = pc.project_id`)
    this.addSql(`
      insert into model_overrides (${OVERRIDE_COLUMNS}) select ${OVERRIDE_COLUMNS} from parked_model_overrides
      where credential_id is null or credential_id in (select id from credentials)`)
    this.addSql(`
      update projects set workspace_access = parked.workspace_access, pass_through = parked.pass_through
      from parked_project_grants parked where parked.id = projects.id`)
    this.addSql(
      'drop table parked_iam_credentials, parked_iam_pools, parked_model_overrides, parked_project_grants',
    )
  }
}

const CREDENTIAL_COLUMNS = `id, account_id, account_name, provider, oauth_is_max, aws_method, aws_access_key_id,
  aws_secret_access_key, aws_session_token, aws_role_arn, aws_external_id, aws_region, aws_surface, aws_geography,
  endpoint_url, enabled, created_at, updated_at`
const OVERRIDE_COLUMNS = `id, credential_id, model, upstream_model, base_model, drop_betas, drop_fields, created_at,
  updated_at`

const NO_OAUTH = `oauth_access_token is null and oauth_refresh_token is null and oauth_expires_at is null
  and oauth_scopes is null and last_refresh_at is null and not oauth_is_max`
const NO_IAM = `aws_access_key_id is null and aws_secret_access_key is null and aws_session_token is null
  and aws_role_arn is null and aws_external_id is null`
const NO_AWS_BEFORE =
  'aws_api_key is null and aws_region is null and aws_surface is null and aws_geography is null'
const NO_AWS = `aws_method is null and aws_api_key is null and aws_region is null and aws_surface is null
  and aws_geography is null and ${NO_IAM}`

const METHOD_CHECK = `aws_method in ('api_key', 'iam')`

const anthropicCheck = (noAws: string) =>
  `provider <> 'anthropic' or (${noAws} and key_expires_at is null and (
    (anthropic_api_key is not null and ${NO_OAUTH})
    or (anthropic_api_key is null and key_preview is null
      and oauth_access_token is not null and oauth_refresh_token is not null
      and oauth_expires_at is not null and oauth_scopes is not null)))`

const CHECKS = {
  credentials_anthropic_check: anthropicCheck(NO_AWS),
  credentials_bedrock_check: `provider <> 'bedrock' or (${NO_OAUTH} and anthropic_api_key is null
    and aws_region is not null and aws_region <> '' and aws_method is not null and (
      (aws_method = 'api_key' and aws_api_key is not null and ${NO_IAM})
      or (aws_method = 'iam' and aws_api_key is null and key_preview is null and key_expires_at is null
        and (aws_access_key_id is null) = (aws_secret_access_key is null)
        and (aws_session_token is null or aws_access_key_id is not null)
        and (aws_external_id is null or aws_role_arn is not null))))`,
  credentials_secrets_check: `anthropic_api_key <> '' and aws_api_key <> '' and aws_secret_access_key <> ''
    and aws_session_token <> ''`,
}

/** As they were before. */
const OLD_CHECKS = {
  credentials_anthropic_check: anthropicCheck(NO_AWS_BEFORE),
  credentials_bedrock_check: `provider <> 'bedrock' or (${NO_OAUTH} and anthropic_api_key is null
    and aws_api_key is not null and aws_region is not null and aws_region <> '')`,
  credentials_secrets_check: `anthropic_api_key <> '' and aws_api_key <> ''`,
}
