// The routing of a project while it is being edited. The order of the members is their priority.
import type { ProjectView, RoutingStrategy, SetRouting } from '@headgate/shared/projects'

export interface DraftMember {
  readonly credentialId: string
  readonly weight: number
}

export interface PoolDraft {
  readonly strategy: RoutingStrategy
  readonly members: readonly DraftMember[]
}

export function draftOf({ strategy, pool }: Pick<ProjectView, 'strategy' | 'pool'>): PoolDraft {
  const ordered = [...pool].sort((a, b) => a.priority - b.priority)
  return { strategy, members: ordered.map(({ credentialId, weight }) => ({ credentialId, weight })) }
}

export function isSameDraft(a: PoolDraft, b: PoolDraft): boolean {
  return (
    a.strategy === b.strategy &&
    a.members.length === b.members.length &&
    a.members.every((member, index) => {
      const other = b.members[index]!
      return member.credentialId === other.credentialId && member.weight === other.weight
    })
  )
}

export function routingInput(id: string, { strategy, members }: PoolDraft): SetRouting {
  return { id, strategy, pool: members.map((member, priority) => ({ ...member, priority })) }
}

export function withMember(draft: PoolDraft, credentialId: string): PoolDraft {
  return { ...draft, members: [...draft.members, { credentialId, weight: 1 }] }
}

export function withoutMember(draft: PoolDraft, credentialId: string): PoolDraft {
  return { ...draft, members: draft.members.filter((member) => member.credentialId !== credentialId) }
}

export function withWeight(draft: PoolDraft, credentialId: string, weight: number): PoolDraft {
  return {
    ...draft,
    members: draft.members.map((member) =>
      member.credentialId === credentialId ? { ...member, weight } : member,
    ),
  }
}

/** Moves a member up (-1) or down (1); at the ends nothing changes. */
export function withMoved(draft: PoolDraft, credentialId: string, by: -1 | 1): PoolDraft {
  const from = draft.members.findIndex((member) => member.credentialId === credentialId)
  const to = from + by
  if (from === -1 || to < 0 || to >= draft.members.length) return draft
  const members = [...draft.members]
  members.splice(to, 0, ...members.splice(from, 1))
  return { ...draft, members }
}

/** The share of traffic that each weight stands for, in whole percent that add up to 100: the largest remainders are rounded up. */
export function sharesOf(members: readonly DraftMember[]): number[] {
  const total = members.reduce((sum, member) => sum + member.weight, 0)
  const exact = members.map(({ weight }) => (weight / total) * 100)
  const missing = 100 - exact.reduce((sum, share) => sum + Math.floor(share), 0)
  const roundedUp = exact
    .map((share, index) => ({ index, remainder: share % 1 }))
    .sort((a, b) => b.remainder - a.remainder)
    .slice(0, missing)
    .map(({ index }) => index)
  return exact.map((share, index) => Math.floor(share) + (roundedUp.includes(index) ? 1 : 0))
}
