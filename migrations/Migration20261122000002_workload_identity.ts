// Federations: credentials without a secret of their own. The name sorts before the multi-provider step, which stays the
// last one of a new database and makes the columns there; databases that took that step before are completed here.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261122000002_workload_identity extends Migration {
  override up(): void {
    this.addSql(`alter table oauth_refresh_problems
      drop constraint oauth_refresh_problems_state_check, drop constraint oauth_refresh_problems_retry_check,
      add constraint oauth_refresh_problems_state_check
        check (state in ('retrying', 'sign_in_again', 'federation_rejected')),
      add constraint oauth_refresh_problems_retry_check check ((state <> 'sign_in_again') = (retry_at is not null))`)
    this.addSql(`
      do $$
      begin
        if to_regclass('credentials') is not null then
          ${COMPLETE}
          if to_regclass('parked_workload_identities') is not null then
            ${BRING_BACK}
          end if;
        elsif to_regclass('parked_workload_identities') is not null then
          ${HAND_OVER}
        end if;
      end $$`)
  }

  /** Where the multi-provider step has been taken back already, it has parked everything. */
  override down(): void {
    this.addSql(`
      do $$
      begin
        if to_regclass('credentials') is not null then
          ${PARK}
          ${TAKE_AWAY}
        end if;
      end $$`)
    this.addSql(`delete from oauth_refresh_problems where state = 'federation_rejected'`)
    this.addSql(`alter table oauth_refresh_problems
      drop constraint oauth_refresh_problems_state_check, drop constraint oauth_refresh_problems_retry_check,
      add constraint oauth_refresh_problems_state_check check (state in ('retrying', 'sign_in_again')),
      add constraint oauth_refresh_problems_retry_check check ((state = 'retrying') = (retry_at is not null))`)
  }
}

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

const COLUMNS = `
  add column if not exists federation_rule_id varchar(255),
  add column if not exists federation_organization_id varchar(255),
  add column if not exists federation_service_account_id varchar(255),
  add column if not exists federation_workspace_id varchar(255)`

/** What both shapes know, and what a federation uses of it. */
const PARKED_COLUMNS = `id, account_id, account_name, provider, oauth_access_token, oauth_expires_at, oauth_scopes,
  oauth_is_max, last_refresh_at, federation_rule_id, federation_organization_id, federation_service_account_id,
  federation_workspace_id, endpoint_url, enabled, created_at, updated_at`

const bedrock = (more: string) => `provider <> 'bedrock' or (${NO_OAUTH} ${more} and anthropic_api_key is null
  and aws_region is not null and aws_region <> '' and aws_method is not null and (
    (aws_method = 'api_key' and aws_api_key is not null and ${NO_IAM})
    or (aws_method = 'iam' and aws_api_key is null and key_preview is null and key_expires_at is null
      and (aws_access_key_id is null) = (aws_secret_access_key is null)
      and (aws_session_token is null or aws_access_key_id is not null)
      and (aws_external_id is null or aws_role_arn is not null))))`

const DROP_CHECKS = `
  -- The triggers that note changes are deferred; a table with events that wait cannot be altered.
  set constraints all immediate;
  alter table credentials
    drop constraint credentials_anthropic_check, drop constraint credentials_bedrock_check;`

const COMPLETE = `
  alter table credentials ${COLUMNS};
  ${DROP_CHECKS}
  alter table credentials
    add constraint credentials_anthropic_check check (
      provider <> 'anthropic' or (${NO_AWS} and key_expires_at is null and (
        (anthropic_api_key is not null and ${NO_OAUTH} and ${NO_FEDERATION})
        or (anthropic_api_key is null and key_preview is null and oauth_scopes is not null and (
          (${NO_FEDERATION} and oauth_access_token is not null and oauth_refresh_token is not null
            and oauth_expires_at is not null)
          or (${FEDERATION} and oauth_refresh_token is null and not oauth_is_max
            and (oauth_access_token is null) = (oauth_expires_at is null))))))),
    add constraint credentials_bedrock_check check (${bedrock(`and ${NO_FEDERATION}`)});`

const TAKE_AWAY = `
  ${DROP_CHECKS}
  alter table credentials
    drop column federation_rule_id, drop column federation_organization_id,
    drop column federation_service_account_id, drop column federation_workspace_id,
    add constraint credentials_anthropic_check check (
      provider <> 'anthropic' or (${NO_AWS} and key_expires_at is null and (
        (anthropic_api_key is not null and ${NO_OAUTH})
        or (anthropic_api_key is null and key_preview is null
          and oauth_access_token is not null and oauth_refresh_token is not null
          and oauth_expires_at is not null and oauth_scopes is not null)))),
    add constraint credentials_bedrock_check check (${bedrock('')});`

const PARK = `
  create table parked_workload_identities as
    select ${PARKED_COLUMNS} from credentials where federation_rule_id is not null;
  create table parked_workload_identity_pools as select * from project_credentials
    where credential_id in (select id from parked_workload_identities);
  create table parked_workload_identity_overrides as select * from model_overrides
    where credential_id in (select id from parked_workload_identities);
  delete from credentials where federation_rule_id is not null;`

const DROP_PARKED =
  'drop table parked_workload_identities, parked_workload_identity_pools, parked_workload_identity_overrides;'

/** Projects that are gone stay gone, and so do their pools. An account id that was given away gets another end. */
const BRING_BACK = `
  update parked_workload_identities set account_id = left(account_id, 200) || '-parked-' || id
    where account_id in (select account_id from credentials);
  insert into credentials (${PARKED_COLUMNS}) select ${PARKED_COLUMNS} from parked_workload_identities;
  insert into project_credentials (project_id, credential_id, priority, weight)
    select project_id, credential_id, priority, weight from parked_workload_identity_pools
    where project_id in (select id from projects);
  insert into model_overrides select * from parked_workload_identity_overrides;
  set constraints all immediate;
  ${DROP_PARKED}`

/** The multi-provider step comes next and brings back what it finds parked. */
const HAND_OVER = `
  alter table parked_credentials ${COLUMNS};
  insert into parked_credentials (${PARKED_COLUMNS}) select ${PARKED_COLUMNS} from parked_workload_identities;
  insert into parked_project_credentials (project_id, credential_id, priority, weight)
    select project_id, credential_id, priority, weight from parked_workload_identity_pools;
  insert into parked_model_overrides select * from parked_workload_identity_overrides;
  ${DROP_PARKED}`
