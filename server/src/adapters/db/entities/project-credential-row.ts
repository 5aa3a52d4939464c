// Table `project_credentials`: the pool of each project.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import { CredentialRow } from './credential-row.ts'
import { ProjectRow } from './project-row.ts'

export const ProjectCredentialRow = defineEntity({
  name: 'ProjectCredentialRow',
  tableName: 'project_credentials',
  checks: [
    { name: 'project_credentials_priority_check', expression: 'priority >= 0' },
    { name: 'project_credentials_weight_check', expression: 'weight > 0' },
  ],
  properties: {
    project: () => p.manyToOne(ProjectRow).primary().deleteRule('cascade').updateRule('no action'),
    credential: () =>
      p
        .manyToOne(CredentialRow)
        .primary()
        .deleteRule('cascade')
        .updateRule('no action')
        .index('project_credentials_credential_id_index'),
    priority: p.integer().default(0),
    weight: p.integer().default(1),
  },
})
export type ProjectCredentialRow = InferEntity<typeof ProjectCredentialRow>
