// Tries the request records again that the database rejected, once whatever was wrong with it has been mended.
import type { Actor } from '../admin/actor.ts'
import type { Transact } from '../admin/unit-of-work.ts'

export interface ReplayRecordsPorts {
  readonly transact: Transact
  /** Puts rejected records back in line. @returns how many */
  readonly replayRecords: () => Promise<number>
}

/** Only on the machine that keeps them. @returns how many are tried; those that are rejected again are counted anew. */
export async function replayRecords(ports: ReplayRecordsPorts, actor: Actor): Promise<{ records: number }> {
  const records = await ports.replayRecords()
  await ports.transact(({ audit }) =>
    audit.append({
      actor,
      action: 'system.replay_records',
      target: { kind: 'system', id: 'requests' },
      before: null,
      after: { records },
    }),
  )
  return { records }
}
