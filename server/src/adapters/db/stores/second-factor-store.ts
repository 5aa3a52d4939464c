// Second factors in PostgreSQL; the shared secret is sealed for its row.
import type { EntityManager } from '@mikro-orm/postgresql'
import { Secret } from '../../../core/vault/secret.ts'
import type { SealedPlace, Vault } from '../../../core/vault/vault.ts'
import type { SecondFactorStore } from '../../../core/sign-in/second-factor-store.ts'

interface FactorRow {
  readonly user_id: string
  readonly sealed: string
  readonly confirmed_at: string | Date | null
  readonly last_step: string | null
  readonly recovery_hex: string[]
}

const placeOf = (rowId: string): SealedPlace => ({ table: 'second_factors', column: 'sealed', rowId })

export function makeSecondFactorStore(em: EntityManager, vault: Vault): SecondFactorStore {
  return {
    async get(userId) {
      const [row] = await em.execute<FactorRow[]>(
        `select user_id, sealed, confirmed_at, last_step::text as last_step,
           array(select encode(d, 'hex') from unnest(recovery_digests) d) as recovery_hex
         from second_factors where user_id = ? ${em.isInTransaction() ? 'for update' : ''}`,
        [userId],
      )
      if (!row) return null
      return {
        userId,
        secret: vault.open(placeOf(userId), row.sealed),
        confirmedAt: row.confirmed_at === null ? null : new Date(row.confirmed_at),
        lastStep: row.last_step === null ? null : Number(row.last_step),
        recoveryDigests: row.recovery_hex.map((hex) => Buffer.from(hex, 'hex')),
      }
    },
    async put({ userId, secret, confirmedAt, lastStep, recoveryDigests }, now) {
      const hex = recoveryDigests.map((digest) => Buffer.from(digest).toString('hex'))
      await em.execute(
        `insert into second_factors (user_id, sealed, confirmed_at, last_step, recovery_digests, created_at)
         values (?, ?, ?, ?, array(select decode(h, 'hex') from unnest(?::text[]) h), ?)
         on conflict (user_id) do update set sealed = excluded.sealed, confirmed_at = excluded.confirmed_at,
           last_step = excluded.last_step, recovery_digests = excluded.recovery_digests`,
        [
          userId,
          vault.seal(placeOf(userId), new Secret(secret.reveal())),
          confirmedAt,
          lastStep,
          `{${hex.join(',')}}`,
          now,
        ],
      )
    },
    async remove(userId) {
      await em.execute('delete from second_factors where user_id = ?', [userId])
    },
  }
}
