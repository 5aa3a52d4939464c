// Monthly partitions of table `requests`, made ahead of time. Rows without one land in the default partition.
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'

const MONTHS_AHEAD = 2

/** Several processes may do this at once. */
export async function ensureRequestPartitions(orm: MikroORM, now: Date): Promise<void> {
  for (let ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1))
    const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1))
    await orm.em.fork().transactional((em) => ensurePartition(em, from, to))
  }
}

/** A number of our own for pg_advisory_xact_lock. */
const LOCK = 4_102_001

async function ensurePartition(em: EntityManager, from: Date, to: Date): Promise<void> {
  const [start, end] = [from.toISOString().slice(0, 10), to.toISOString().slice(0, 10)]
  const name = `requests_${start.slice(0, 7).replace('-', '_')}`
  await em.execute(`select pg_advisory_xact_lock(${LOCK})`)
  const [known] = await em.execute<{ name: string | null }[]>('select to_regclass(?) as name', [name])
  if (known?.name) return
  // Rows of this month may already wait in the default partition: they move along.
  await em.execute(`create table ${name} (like requests including all)`)
  await em.execute(
    `with moved as (delete from requests_default where started_at >= '${start} 00:00+00' and started_at < '${end} 00:00+00' returning *)
     insert into ${name} select * from moved`,
  )
  await em.execute(
    `alter table requests attach partition ${name} for values from ('${start} 00:00+00') to ('${end} 00:00+00')`,
  )
}
