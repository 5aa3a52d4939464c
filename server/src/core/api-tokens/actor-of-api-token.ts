// Whom a call with an API token stands for.
import { API_TOKEN_PREFIX } from '@headgate/shared/api-tokens'
import type { Actor } from '../admin/actor.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'

export interface ActorOfApiTokenDeps {
  readonly read: ReadStores
  readonly digest: (text: string) => Uint8Array
  readonly now: () => Date
}

/** A busy script does not write a row with each call. */
const NOTE_EVERY_MS = 60_000
const FORM = new RegExp(`^${API_TOKEN_PREFIX}[A-Za-z0-9_-]{43}$`)

/** @returns who it stands for; null when it is unknown, revoked or expired. */
export function makeActorOfApiToken({ read, digest, now }: ActorOfApiTokenDeps) {
  return async function actorOfApiToken(presented: string): Promise<Omit<Actor, 'address'> | null> {
    if (!FORM.test(presented)) return null
    return read(async ({ apiTokens }) => {
      const stored = await apiTokens.findByDigest(digest(presented))
      const at = now()
      if (stored === null || stored.revokedAt !== null || stored.expiresAt <= at) return null
      const { id, name, role, lastUsedAt } = stored
      if (lastUsedAt === null || at.getTime() - lastUsedAt.getTime() > NOTE_EVERY_MS)
        await apiTokens.noteUse(id, at)
      return { kind: 'api_token', id, name, email: null, role }
    })
  }
}
