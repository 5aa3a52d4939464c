// Table `project_keys`: digests of the keys that clients hold.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core'
import { ProjectRow } from './project-row.ts'

export const ProjectKeyRow = defineEntity({
  name: 'ProjectKeyRow',
  tableName: 'project_keys',
  uniques: [{ name: 'project_keys_digest_unique', properties: ['digest'] }],
  checks: [{ name: 'project_keys_digest_check', expression: 'octet_length(digest) = 32' }],
  properties: {
    id: p.uuid().primary(),
    project: () =>
      p
        .manyToOne(ProjectRow)
        .deleteRule('cascade')
        .updateRule('no action')
        .index('project_keys_project_id_index'),
    name: p.string().length(255),
    digest: p.uint8array(),
    prefix: p.string().length(32),
    last4: p.string().length(4).fieldName('last4'),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
})
export type ProjectKeyRow = InferEntity<typeof ProjectKeyRow>
