// The single-provider shape. An existing database of that shape is adopted: nothing in it is changed here.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261122000001_baseline extends Migration {
  override up(): void {
    this.addSql(`
      create table if not exists anthropic_credentials (
        id uuid primary key default gen_random_uuid(),
        account_id varchar(255) not null unique,
        account_name varchar(255) not null,
        oauth_access_token text not null,
        oauth_refresh_token text not null,
        oauth_expires_at timestamptz not null,
        oauth_scopes text[] not null default '{}',
        oauth_is_max boolean not null default false,
        last_refresh_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
    this.addSql('create index if not exists idx_credentials_account_id on anthropic_credentials (account_id)')
    this.addSql(`
      create table if not exists projects (
        id uuid primary key default gen_random_uuid(),
        project_id varchar(255) not null unique,
        name varchar(255) not null,
        default_account_id uuid references anthropic_credentials (id) on delete set null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`)
  }

  /** The tables may have been there before this project was: they are left alone, with their rows. */
  override down(): void {}
}
