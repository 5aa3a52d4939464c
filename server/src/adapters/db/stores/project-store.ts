// Projects and their pools in PostgreSQL.
import { ForeignKeyConstraintViolationException, UniqueConstraintViolationException } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../../core/admin/domain-error.ts'
import type { ProjectStore } from '../../../core/projects/project-store.ts'
import { ProjectCredentialRow } from '../entities/project-credential-row.ts'
import { ProjectKeyRow } from '../entities/project-key-row.ts'
import { ProjectRow } from '../entities/project-row.ts'
import { CREDENTIAL_FIELDS, fromProject, toCredential, toProject } from '../row-mapping.ts'
import { groupBy } from './group-by.ts'
import { FRESH, lockedIn } from './reading.ts'

const POOL_FIELDS = [
  'project',
  'priority',
  'weight',
  ...CREDENTIAL_FIELDS.map((field) => `credential.${field}` as const),
] as const

export function makeProjectStore(em: EntityManager): ProjectStore {
  return {
    async insert(project) {
      try {
        await em.insert(ProjectRow, fromProject(project))
      } catch (cause) {
        if (!(cause instanceof UniqueConstraintViolationException)) throw cause
        throw new DomainError('conflict', `slug: '${project.slug}' is taken.`, { cause })
      }
    },
    async update(project) {
      const { id, ...fields } = fromProject(project)
      await em.nativeUpdate(ProjectRow, { id }, fields)
    },
    async remove(id) {
      await em.nativeDelete(ProjectRow, { id })
    },
    async get(id) {
      const row = await em.findOne(ProjectRow, { id }, lockedIn(em))
      return row && toProject(row)
    },
    async list({ cursor, limit }) {
      const where = cursor === undefined ? {} : { slug: { $gt: cursor } }
      const rows = await em.find(ProjectRow, where, { ...FRESH, orderBy: { slug: 'asc' }, limit: limit + 1 })
      return rows.map(toProject)
    },
    async setPool(projectId, pool) {
      await em.nativeDelete(ProjectCredentialRow, { project: projectId })
      if (pool.length === 0) return
      try {
        await em.insertMany(
          ProjectCredentialRow,
          pool.map(({ credentialId, ...place }) => ({
            project: projectId,
            credential: credentialId,
            ...place,
          })),
        )
      } catch (cause) {
        if (!(cause instanceof ForeignKeyConstraintViolationException)) throw cause
        throw new DomainError('invalid', 'pool: names a credential that does not exist.', { cause })
      }
    },
    async pools(projectIds) {
      const members = await em.find(
        ProjectCredentialRow,
        { project: { $in: [...projectIds] } },
        {
          ...FRESH,
          fields: POOL_FIELDS,
          populate: ['credential'],
          orderBy: { priority: 'asc', credential: { accountId: 'asc' } },
        },
      )
      return groupBy(
        members,
        (member) => member.project.id,
        ({ credential, priority, weight }) => ({
          credentialId: credential.id,
          priority,
          weight,
          credential: toCredential(credential),
        }),
      )
    },
    async activeKeys(projectIds, now) {
      const keys = await em.find(
        ProjectKeyRow,
        {
          project: { $in: [...projectIds] },
          revokedAt: null,
          $or: [{ expiresAt: null }, { expiresAt: { $gt: now } }],
        },
        { ...FRESH, fields: ['id', 'project'] },
      )
      const byProject = groupBy(
        keys,
        (key) => key.project.id,
        (key) => key.id,
      )
      return new Map([...byProject].map(([id, ids]) => [id, ids.length]))
    },
  }
}
