// Table `projects`; `project_id` is the slug, named as in the database that may have been adopted.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import type { RoutingStrategy } from '@headgate/shared/projects'

export const ProjectRow = defineEntity({
  name: 'ProjectRow',
  tableName: 'projects',
  uniques: [{ name: 'projects_project_id_key', properties: ['slug'] }],
  checks: [
    { name: 'projects_routing_strategy_check', expression: `routing_strategy in ('priority', 'weighted')` },
  ],
  properties: {
    id: p.uuid().primary().defaultRaw('gen_random_uuid()'),
    slug: p.string().length(255).fieldName('project_id'),
    name: p.string().length(255),
    enabled: p.boolean().default(true),
    workspaceAccess: p.boolean().default(false),
    passThrough: p.boolean().default(false),
    routingStrategy: p.text().$type<RoutingStrategy>().default('priority'),
    createdAt: p.datetime().defaultRaw('now()'),
    updatedAt: p.datetime().defaultRaw('now()'),
  },
})
export type ProjectRow = InferEntity<typeof ProjectRow>
