// Monthly partitions of table `requests`, made ahead of time. Rows without one land in the default partition.
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'

const MONTHS_AHEAD = 2
/** Rows that leave the default partition in one transaction. */
const MOVED_AT_ONCE = 10_000

/** Several processes may do this at once, and others may write meanwhile. */
export async function ensureRequestPartitions(orm: MikroORM, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1))
    await ensurePartition(orm, monthOf(from, to))
  }
}

interface Month {
  readonly name: string
  /** As SQL compares it with `started_at`. */
  readonly start: string
  readonly end: string
}

function monthOf(from: Date, to: Date): Month {
  const [start, end] = [from.toISOString().slice(0, 10), to.toISOString().slice(0, 10)]
  return {
    name: `requests_${start.slice(0, 7).replace('-', '_')}`,
    start: `'${start} 00:00+00'`,
    end: `'${end} 00:00+00'`,
  }
}

/** A number of our own for pg_advisory_xact_lock. */
const LOCK = 4_102_001

/**
 * Rows of the month may wait in the default partition already. Most of them move in parts, while others write on; only
 * the last part locks writers out, until the new partition stands.
 */
async function ensurePartition(orm: MikroORM, month: Month): Promise<void> {
  let isReady = false
  while (!isReady) {
    isReady = await orm.em.fork().transactional(async (em) => {
      await em.execute(`select pg_advisory_xact_lock(${LOCK})`)
      if (await isAttached(em, month)) return true
      await em.execute(`create table if not exists ${month.name} (like requests including all)`)
      if ((await moveRows(em, month)) === MOVED_AT_ONCE) return false
      await attach(em, month)
      return true
    })
  }
}

async function isAttached(em: EntityManager, { name }: Month): Promise<boolean> {
  const [row] = await em.execute<{ attached: boolean }[]>(
    'select exists (select from pg_inherits where inhrelid = to_regclass(?)) as attached',
    [name],
  )
  return row!.attached
}

async function moveRows(em: EntityManager, { name, start, end }: Month): Promise<number> {
  const [row] = await em.execute<{ moved: number }[]>(
    `with moved as (
       delete from requests_default where ctid = any (array(
         select ctid from requests_default where started_at >= ${start} and started_at < ${end} limit ${MOVED_AT_ONCE}))
       returning *),
     kept as (insert into ${name} select * from moved on conflict do nothing)
     select count(*)::int as moved from moved`,
  )
  return row!.moved
}

async function attach(em: EntityManager, month: Month): Promise<void> {
  // Before the last look: a row that came between the two would make the partition impossible, and one that was already on its
  // way to the default partition would be rejected there. Writers wait at the table itself, before their rows are routed.
  await em.execute('lock table only requests in share row exclusive mode')
  await em.execute('lock table requests_default in access exclusive mode')
  await moveRows(em, month)
  await em.execute(
    `alter table requests attach partition ${month.name} for values from (${month.start}) to (${month.end})`,
  )
}
