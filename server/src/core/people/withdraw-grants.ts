// Takes back what an owner has handed out.
import type { Stores } from '../admin/unit-of-work.ts'

/** What somebody made as an owner would let them come back: it goes with the role. */
export async function withdrawGrants(
  { entryLinks, apiTokens }: Pick<Stores, 'entryLinks' | 'apiTokens'>,
  madeBy: string,
  at: Date,
): Promise<{ revokedInvitations?: string[]; revokedApiTokens?: string[] }> {
  const revokedInvitations = await entryLinks.revoke({ madeBy }, at)
  const revokedApiTokens = await apiTokens.revokeAllOf(madeBy, at)
  return {
    ...(revokedInvitations.length > 0 && { revokedInvitations }),
    ...(revokedApiTokens.length > 0 && { revokedApiTokens }),
  }
}
