// The first user, written into better-auth's tables in our own transaction.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { PeopleStore } from '../../../core/admin/people-store.ts'

/** A number of our own for pg_advisory_xact_lock. */
const LOCK = 4_102_002

export function makePeopleStore(em: EntityManager): PeopleStore {
  async function anyone(): Promise<boolean> {
    const [row] = await em.execute<{ found: boolean }[]>('select exists (select from auth."user") as found')
    return row?.found ?? false
  }
  return {
    anyone,
    async insertFirst({ id, name, email, passwordHash }) {
      await em.execute(`select pg_advisory_xact_lock(${LOCK})`)
      if (await anyone()) return false
      await em.execute(
        `insert into auth."user" (id, name, email, "emailVerified", role) values (?, ?, ?, true, 'owner')`,
        [id, name, email],
      )
      await em.execute(
        `insert into auth.account (id, "accountId", "providerId", "userId", password) values (?, ?, 'credential', ?, ?)`,
        [crypto.randomUUID(), id, id, passwordHash],
      )
      return true
    },
  }
}
