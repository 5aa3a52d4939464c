// Why access tokens could not be renewed, in PostgreSQL, with plain SQL: one row per credential that has a problem.
import type { EntityManager } from '@mikro-orm/postgresql'
import type { RefreshProblem } from '../../core/oauth/refresh/refresh-problem.ts'
import { storableText } from './storable.ts'

interface ProblemRow {
  readonly credential_id: string
  readonly state: RefreshProblem['state']
  readonly reason: string
  readonly failures: number
  readonly since: string | Date
  readonly retry_at: string | Date | null
}

/** @param ids all credentials when null */
export async function readRefreshProblems(
  em: EntityManager,
  ids: readonly string[] | null,
): Promise<Map<string, RefreshProblem>> {
  if (ids?.length === 0) return new Map()
  const rows = await em.execute<ProblemRow[]>(
    `select * from oauth_refresh_problems where ?::uuid[] is null or credential_id = any (?::uuid[])`,
    Array.from({ length: 2 }, () => ids && `{${ids.join(',')}}`),
  )
  return new Map(
    rows.map(({ credential_id: id, state, reason, failures, since, retry_at: retryAt }) => [
      id,
      {
        state,
        reason,
        failures,
        since: new Date(since),
        retryAt: retryAt === null ? null : new Date(retryAt),
      },
    ]),
  )
}

export async function saveRefreshProblem(
  em: EntityManager,
  credentialId: string,
  { state, reason, failures, since, retryAt }: RefreshProblem,
): Promise<void> {
  await em.execute(
    `insert into oauth_refresh_problems (credential_id, state, reason, failures, since, retry_at)
     values (?, ?, ?, ?, ?, ?)
     on conflict (credential_id) do update set state = excluded.state, reason = excluded.reason,
       failures = excluded.failures, since = excluded.since, retry_at = excluded.retry_at`,
    [credentialId, state, storableText(reason), failures, since, retryAt],
  )
}

export async function forgetRefreshProblem(em: EntityManager, credentialId: string): Promise<void> {
  await em.execute('delete from oauth_refresh_problems where credential_id = ?', [credentialId])
}
