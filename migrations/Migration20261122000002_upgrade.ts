// For databases that took the multi-provider step before it knew signed access to Bedrock and overrides of models. The
// name sorts before that step, so that it stays the last one of a new database and one `down` restores the old shape.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261122000002_upgrade extends Migration {
  override up(): void {
    this.addSql(`
      do $$
      begin
        alter table projects
          add column if not exists workspace_access boolean not null default false,
          add column if not exists pass_through boolean not null default false;
        alter table requests add column if not exists path varchar(255);
        if to_regclass('credentials') is not null then
          ${UPGRADE_CREDENTIALS}
        end if;
      end $$`)
  }

  /** What it adds belongs to its neighbours, which take it away again. */
  override down(): void {}
}

const NO_OAUTH = `oauth_access_token is null and oauth_refresh_token is null and oauth_expires_at is null
  and oauth_scopes is null and last_refresh_at is null and not oauth_is_max`
const NO_IAM = `aws_access_key_id is null and aws_secret_access_key is null and aws_session_token is null
  and aws_role_arn is null and aws_external_id is null`
const NO_AWS = `aws_method is null and aws_api_key is null and aws_region is null and aws_surface is null
  and aws_geography is null and ${NO_IAM}`

const UPGRADE_CREDENTIALS = `
  alter table credentials
    add column if not exists aws_method text,
    add column if not exists aws_access_key_id varchar(128),
    add column if not exists aws_secret_access_key text,
    add column if not exists aws_session_token text,
    add column if not exists aws_role_arn varchar(2048),
    add column if not exists aws_external_id varchar(1224);
  alter table credentials drop constraint credentials_anthropic_check;
  alter table credentials drop constraint credentials_bedrock_check;
  alter table credentials drop constraint credentials_secrets_check;
  alter table credentials drop constraint if exists credentials_aws_method_check;
  update credentials set aws_method = 'api_key' where provider = 'bedrock' and aws_method is null;
  -- The triggers that note changes are deferred; a table with events that wait cannot be altered.
  set constraints all immediate;
  alter table credentials
    add constraint credentials_anthropic_check check (
      provider <> 'anthropic' or (${NO_AWS} and key_expires_at is null and (
        (anthropic_api_key is not null and ${NO_OAUTH})
        or (anthropic_api_key is null and key_preview is null
          and oauth_access_token is not null and oauth_refresh_token is not null
          and oauth_expires_at is not null and oauth_scopes is not null)))),
    add constraint credentials_bedrock_check check (
      provider <> 'bedrock' or (${NO_OAUTH} and anthropic_api_key is null
        and aws_region is not null and aws_region <> '' and aws_method is not null and (
          (aws_method = 'api_key' and aws_api_key is not null and ${NO_IAM})
          or (aws_method = 'iam' and aws_api_key is null and key_preview is null and key_expires_at is null
            and (aws_access_key_id is null) = (aws_secret_access_key is null)
            and (aws_session_token is null or aws_access_key_id is not null)
            and (aws_external_id is null or aws_role_arn is not null))))),
    add constraint credentials_aws_method_check check (aws_method in ('api_key', 'iam')),
    add constraint credentials_secrets_check check (anthropic_api_key <> '' and aws_api_key <> ''
      and aws_secret_access_key <> '' and aws_session_token <> '');
  create table if not exists model_overrides (
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
  );
  create table if not exists unsupported_parameters (
    credential_id uuid not null references credentials (id) on delete cascade,
    upstream_model varchar(2048) not null,
    kind text not null constraint unsupported_parameters_kind_check check (kind in ('beta', 'field')),
    name varchar(255) not null,
    reason text not null,
    learned_at timestamptz not null,
    primary key (credential_id, upstream_model, kind, name)
  );
  if not exists (select from pg_trigger where tgname = 'headgate_change' and tgrelid = 'model_overrides'::regclass) then
    create constraint trigger headgate_change after insert or update or delete on model_overrides
      deferrable initially deferred for each row execute function headgate_note_change();
    create constraint trigger headgate_change after insert or update or delete on unsupported_parameters
      deferrable initially deferred for each row execute function headgate_note_change();
  end if;`
