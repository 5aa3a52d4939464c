// Credentials in PostgreSQL. Secrets are sealed on the way in and opened only by `secretOf`.
import { UniqueConstraintViolationException } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'
import { DomainError } from '../../../core/admin/domain-error.ts'
import type { CredentialStore } from '../../../core/credentials/credential-store.ts'
import type { Vault } from '../../../core/vault/vault.ts'
import { CredentialRow } from '../entities/credential-row.ts'
import { ProjectCredentialRow } from '../entities/project-credential-row.ts'
import { forgetRefreshProblem, readRefreshProblems } from '../refresh-problems.ts'
import { CREDENTIAL_FIELDS, fromCredential, toCredential } from '../row-mapping.ts'
import { openSecret, sealSecret, SEALED_ROW_FIELDS } from '../sealed-columns.ts'
import { groupBy } from './group-by.ts'
import { FRESH, lockedIn } from './reading.ts'

export function makeCredentialStore(em: EntityManager, vault: Vault): CredentialStore {
  return {
    async insert(credential, secret) {
      try {
        await em.insert(CredentialRow, {
          ...fromCredential(credential),
          ...sealSecret(vault, credential, secret),
        })
      } catch (cause) {
        if (!(cause instanceof UniqueConstraintViolationException)) throw cause
        throw new DomainError('conflict', `accountId: '${credential.accountId}' is taken.`, { cause })
      }
    },
    async update(credential, secret) {
      const { id, ...fields } = fromCredential(credential)
      await em.nativeUpdate(
        CredentialRow,
        { id },
        { ...fields, ...(secret && sealSecret(vault, credential, secret)) },
      )
      if (secret) await forgetRefreshProblem(em, id)
    },
    async remove(id) {
      await em.nativeDelete(CredentialRow, { id })
      await forgetRefreshProblem(em, id)
    },
    async isTaken(accountId) {
      return (await em.count(CredentialRow, { accountId })) > 0
    },
    async get(id) {
      const row = await em.findOne(CredentialRow, { id }, { ...lockedIn(em), fields: CREDENTIAL_FIELDS })
      return row && toCredential(row)
    },
    async secretOf(id) {
      return openSecret(
        vault,
        await em.findOneOrFail(CredentialRow, { id }, { ...FRESH, fields: SEALED_ROW_FIELDS }),
      )
    },
    async list({ cursor, limit, provider }) {
      const rows = await em.find(
        CredentialRow,
        {
          ...(cursor === undefined ? {} : { accountId: { $gt: cursor } }),
          ...(provider ? { provider } : {}),
        },
        { ...FRESH, fields: CREDENTIAL_FIELDS, orderBy: { accountId: 'asc' }, limit: limit + 1 },
      )
      return rows.map(toCredential)
    },
    refreshProblems: (ids) => readRefreshProblems(em, ids),
    forgetRefreshProblem: (id) => forgetRefreshProblem(em, id),
    async projectSlugs(ids) {
      const members = await em.find(
        ProjectCredentialRow,
        { credential: { $in: [...ids] } },
        { ...FRESH, populate: ['project'], orderBy: { project: { slug: 'asc' } } },
      )
      return groupBy(
        members,
        (member) => member.credential.id,
        (member) => member.project.slug,
      )
    },
  }
}
