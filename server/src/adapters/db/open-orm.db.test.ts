import { expect, test } from 'vitest'
import { emptyDatabase } from '../../../test/database.ts'
import { openOrm } from './open-orm.ts'

test('a connection that breaks inside a transaction does not use the pool up', async () => {
  const { url, sql } = await emptyDatabase()
  const orm = await openOrm(url, { max: 1, statementTimeoutMs: 5000, log: () => undefined })
  for (let i = 0; i < 3; i++) {
    const broken = orm.em.fork().transactional(async (em) => {
      const [row] = await em.execute<{ pid: number }[]>('select pg_backend_pid() as pid')
      await sql.query('select pg_terminate_backend($1)', [row!.pid])
      await em.execute('select 1')
    })
    await expect(broken).rejects.toThrow()
  }
  expect(await orm.em.fork().execute('select 1 as one')).toEqual([{ one: 1 }])
  await orm.close()
}, 20_000)
