// The link that somebody holds, as long as it lets them in.
import { DomainError } from '../admin/domain-error.ts'
import type { Stores } from '../admin/unit-of-work.ts'
import type { EntryLink } from './entry-link-store.ts'

export const VOID_LINK =
  'This link is not valid any more: it was used, replaced or taken back, or its time is over.'

/** Says the same of every link that does not work. */
export async function findOpenLink(
  { entryLinks }: Pick<Stores, 'entryLinks'>,
  digest: Uint8Array,
  now: Date,
): Promise<EntryLink> {
  const link = await entryLinks.find({ digest })
  if (link === null || link.expiresAt <= now) throw new DomainError('forbidden', VOID_LINK)
  return link
}
