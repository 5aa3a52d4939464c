// Who has guessed how often, in PostgreSQL, so that all replicas count together.
import type { MikroORM } from '@mikro-orm/postgresql'
import { FREE_ATTEMPTS, LONGEST_WAIT_SECONDS, type GuessLimit } from '../../core/sign-in/guess-limit.ts'

export interface GuessLimitDeps {
  readonly orm: MikroORM
  readonly digest: (text: string) => Uint8Array
  readonly now: () => Date
}

/** After a day without attempts all is forgotten. */
const FORGET = `interval '1 day'`

export function makeGuessLimit({ orm, digest, now }: GuessLimitDeps): GuessLimit {
  const key = (what: string) => Buffer.from(digest(what))
  return {
    async charge(what) {
      const em = orm.em.fork()
      const at = now()
      const [admitted] = await em.execute<{ attempts: number }[]>(
        `insert into guess_limits as g (digest, attempts, open_at) values (?, 1, ?)
         on conflict (digest) do update set
           attempts = case when g.open_at < ?::timestamptz - ${FORGET} then 1 else g.attempts + 1 end,
           open_at = case when g.open_at < ?::timestamptz - ${FORGET} or g.attempts + 1 < ${FREE_ATTEMPTS}
             then ?::timestamptz
             else ?::timestamptz + least(${LONGEST_WAIT_SECONDS}, power(2, least(g.attempts + 1 - ${FREE_ATTEMPTS}, 30)))
               * interval '1 second' end
         where g.open_at <= ? returning attempts`,
        [key(what), at, at, at, at, at, at],
      )
      if (admitted) {
        if (admitted.attempts === 1)
          await em.execute(`delete from guess_limits where open_at < ?::timestamptz - ${FORGET}`, [at])
        return null
      }
      const [row] = await em.execute<{ open_at: string | Date }[]>(
        'select open_at from guess_limits where digest = ?',
        [key(what)],
      )
      return row ? new Date(row.open_at) : null
    },
    async clear(what) {
      await orm.em.fork().execute('delete from guess_limits where digest = ?', [key(what)])
    },
  }
}
