// Seals what an adopted database holds in plain text, once, at the start.
import { LockMode } from '@mikro-orm/core'
import type { MikroORM } from '@mikro-orm/postgresql'
import { SYSTEM_ACTOR } from '../../core/admin/actor.ts'
import { Secret } from '../../core/vault/secret.ts'
import type { Vault } from '../../core/vault/vault.ts'
import { CredentialRow } from './entities/credential-row.ts'
import { placeOf, SECRET_FIELDS, type SecretFields } from './sealed-columns.ts'
import { makeAuditLog } from './stores/audit-log.ts'

/** @returns the account ids whose secrets were sealed. */
export function sealPlainSecrets(deps: {
  readonly orm: MikroORM
  readonly vault: Vault
  readonly newId: () => string
  readonly now: () => Date
}): Promise<string[]> {
  const { orm, vault, newId, now } = deps
  return orm.em.fork().transactional(async (em) => {
    const rows = await em.find(
      CredentialRow,
      {},
      // In the order in which a change of the encryption key locks them.
      { disableIdentityMap: true, lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: 'asc' } },
    )
    const audit = makeAuditLog(em, newId, now)
    const sealed: string[] = []
    for (const row of rows) {
      const changes: Partial<SecretFields> = {}
      for (const property of SECRET_FIELDS) {
        const value = row[property]
        if (value && !vault.isSealed(value))
          changes[property] = vault.seal(placeOf(row.id, property), new Secret(value))
      }
      if (Object.keys(changes).length === 0) continue
      await em.nativeUpdate(CredentialRow, { id: row.id }, changes)
      await audit.append({
        actor: SYSTEM_ACTOR,
        action: 'credential.seal',
        target: { kind: 'credential', id: row.id },
        before: null,
        after: { accountId: row.accountId, sealed: Object.keys(changes) },
      })
      sealed.push(row.accountId)
    }
    return sealed
  })
}
