// Secrets of the gateway itself, sealed: what cookies and the setup link are derived from stays when the encryption keys
// change. The name sorts before the multi-provider step, which stays the last one of a new database.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261122000002_secrets extends Migration {
  override up(): void {
    this.addSql(`
      create table gateway_secrets (
        name text primary key,
        sealed text not null,
        created_at timestamptz not null default now()
      )`)
  }

  override down(): void {
    this.addSql('drop table gateway_secrets')
  }
}
