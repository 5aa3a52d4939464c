// The people, written into better-auth's tables in our own transaction.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { Role } from '@headgate/shared/system'
import type { PeopleStore, Person } from '../../../core/people/people-store.ts'
import { olderThan } from './reading.ts'

/** A number of our own for pg_advisory_xact_lock. */
const LOCK = 4_102_002
/** How better-auth calls sign-in by password, and we an identity provider. */
const PASSWORD = 'credential'
const identityProvider = (issuer: string) => `oidc ${issuer}`

interface PersonRow {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly has_password: boolean
  readonly second_factor: boolean
  readonly created_at: string | Date
  readonly last_seen_at: string | Date | null
}

/** Times of the database are finer than ours: pages are cut by what both can tell. */
const CREATED_AT = `date_trunc('milliseconds', u."createdAt")`
const PERSON = `
  select u.id, u.name, u.email, u.role, ${CREATED_AT} as created_at,
    exists (select from auth.account a where a."userId" = u.id and a.password is not null) as has_password,
    exists (select from second_factors f where f.user_id = u.id and f.confirmed_at is not null) as second_factor,
    (select max(s."updatedAt") from auth.session s where s."userId" = u.id and s."expiresAt" > now()) as last_seen_at
  from auth."user" u`

function toPerson(row: PersonRow): Person {
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role,
    hasPassword: row.has_password,
    secondFactor: row.second_factor,
    createdAt: new Date(row.created_at),
    lastSeenAt: row.last_seen_at === null ? null : new Date(row.last_seen_at),
  }
}

export function makePeopleStore(em: EntityManager): PeopleStore {
  async function one(where: string, ...values: readonly string[]): Promise<Person | null> {
    const [row] = await em.execute<PersonRow[]>(`${PERSON} where ${where}`, values)
    return row ? toPerson(row) : null
  }
  async function addAccount(userId: string, provider: string, accountId: string, password: string | null) {
    await em.execute(
      `insert into auth.account (id, "accountId", "providerId", "userId", password) values (?, ?, ?, ?, ?)`,
      [crypto.randomUUID(), accountId, provider, userId, password],
    )
  }
  return {
    async lock() {
      await em.execute(`select pg_advisory_xact_lock(${LOCK})`)
    },
    async list({ cursor, limit }) {
      const [older, place] = olderThan(cursor, { at: CREATED_AT, id: 'u.id' })
      const rows = await em.execute<PersonRow[]>(
        `${PERSON} where ${older} order by ${CREATED_AT} desc, u.id desc limit ?`,
        [...place, limit + 1],
      )
      return rows.map(toPerson)
    },
    get: (id) => one('u.id = ?', id),
    findByEmail: (email) => one('lower(u.email) = ?', email),
    findByIdentity: ({ issuer, subject }) =>
      one(
        'u.id = (select a."userId" from auth.account a where a."providerId" = ? and a."accountId" = ?)',
        identityProvider(issuer),
        subject,
      ),
    async isKnownTo(id, issuer) {
      const [row] = await em.execute<{ found: boolean }[]>(
        'select exists (select from auth.account where "userId" = ? and "providerId" = ?) as found',
        [id, identityProvider(issuer)],
      )
      return row?.found ?? false
    },
    async countOwners() {
      const [row] = await em.execute<{ n: number }[]>(
        `select count(*)::int as n from auth."user" where role = 'owner'`,
      )
      return row?.n ?? 0
    },
    async insert({ id, name, email, role, passwordHash }) {
      await em.execute(
        `insert into auth."user" (id, name, email, "emailVerified", role) values (?, ?, ?, true, ?)`,
        [id, name, email, role],
      )
      if (passwordHash !== null) await addAccount(id, PASSWORD, id, passwordHash)
    },
    addIdentity: (id, { issuer, subject }) => addAccount(id, identityProvider(issuer), subject, null),
    async setRole(id, role) {
      await em.execute(`update auth."user" set role = ?, "updatedAt" = now() where id = ?`, [role, id])
    },
    async passwordHash(id) {
      const [row] = await em.execute<{ password: string | null }[]>(
        `select password from auth.account where "userId" = ? and "providerId" = '${PASSWORD}'`,
        [id],
      )
      return row?.password ?? null
    },
    async setPassword(id, hash) {
      const updated = await em.execute<{ id: string }[]>(
        `update auth.account set password = ?, "updatedAt" = now()
         where "userId" = ? and "providerId" = '${PASSWORD}' returning id`,
        [hash, id],
      )
      if (updated.length === 0) await addAccount(id, PASSWORD, id, hash)
    },
    async remove(id) {
      await em.execute('delete from auth."user" where id = ?', [id])
    },
  }
}
