// What a request's cost was computed from, and whether its usage is all of it.
import { Migration } from '@mikro-orm/migrations'

export class Migration20261201080000_usage_details extends Migration {
  override up(): void {
    this.addSql(`alter table requests
      add column usage_incomplete boolean not null default false,
      add column web_search_requests integer not null default 0,
      add column inference_geo varchar(64),
      add column speed varchar(64),
      add column service_tier varchar(64),
      add column iterations jsonb`)
  }

  override down(): void {
    this.addSql(`alter table requests drop column usage_incomplete, drop column web_search_requests,
      drop column inference_geo, drop column speed, drop column service_tier, drop column iterations`)
  }
}
