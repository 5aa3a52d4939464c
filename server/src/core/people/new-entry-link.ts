// Makes a link with a code that only its holder knows.
import type { Actor } from '../admin/actor.ts'
import type { EntryLink } from './entry-link-store.ts'

export interface EntryLinkDeps {
  /** 256 random bits as 43 base64url characters. */
  readonly randomKeyPart: () => string
  readonly digest: (text: string) => Uint8Array
  readonly newId: () => string
  readonly now: () => Date
  readonly publicUrl: string
}

/** What marks such a code wherever it turns up. */
const ENTRY_CODE_PREFIX = 'hgi_'

type Wanted = Pick<EntryLink, 'kind' | 'userId' | 'email' | 'name' | 'role'> & { readonly lifeMs: number }

/** The code stands behind the `#`, which browsers send to nobody. */
export function newEntryLink(
  { randomKeyPart, digest, newId, now, publicUrl }: EntryLinkDeps,
  maker: Pick<Actor, 'id' | 'name'>,
  { lifeMs, ...wanted }: Wanted,
): { link: EntryLink; url: string } {
  const code = `${ENTRY_CODE_PREFIX}${randomKeyPart()}`
  const createdAt = now()
  const link = {
    ...wanted,
    id: newId(),
    digest: digest(code),
    madeBy: { id: maker.id, name: maker.name },
    createdAt,
    expiresAt: new Date(createdAt.getTime() + lifeMs),
  }
  return { link, url: `${publicUrl}/invitation#${code}` }
}
