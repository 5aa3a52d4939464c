import type { RotatedEncryptionKey } from '@headgate/shared/system'
import type { Actor } from '../admin/actor.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import type { Resealer } from './resealer.ts'

export interface RotateEncryptionKeyDeps {
  readonly transact: Transact
  readonly resealer: Resealer
}

/**
 * Seals everything under the first encryption key. May be stopped, run again and run twice at once: whatever is left is
 * done by the next. What cannot be opened stays as it is and is named.
 */
export function makeRotateEncryptionKey({ transact, resealer }: RotateEncryptionKeyDeps) {
  const { keyId } = resealer
  const note = (actor: Actor, before: object | null, after: object) =>
    transact(({ audit }) =>
      audit.append({
        actor,
        action: 'system.rotate_encryption_key',
        target: { kind: 'system', id: keyId },
        before,
        after,
      }),
    )
  return async function rotateEncryptionKey(actor: Actor): Promise<RotatedEncryptionKey> {
    const before = { envelopes: await resealer.count() }
    // Known also when this process does not live to the end of it.
    await note(actor, before, { state: 'begun' })
    const { resealed, failed } = await resealer.reseal()
    const envelopes = [...(await resealer.count())]
    const complete = failed.length === 0 && envelopes.every((counted) => counted.keyId === keyId)
    await note(actor, before, { state: complete ? 'finished' : 'incomplete', resealed, failed, envelopes })
    return { keyId, resealed, failed: [...failed], envelopes, complete }
  }
}
