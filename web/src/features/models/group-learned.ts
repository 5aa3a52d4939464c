// What was learned, by what one button forgets: one upstream model on one credential.
import type { UnsupportedParameterView } from '@headgate/shared/models'

export interface LearnedGroup {
  readonly credentialId: string
  readonly accountId: string
  readonly upstreamModel: string
  /** The newest first. */
  readonly denials: readonly UnsupportedParameterView[]
}

export function groupLearned(learned: readonly UnsupportedParameterView[]): LearnedGroup[] {
  const byKey = Map.groupBy(learned, ({ credentialId, upstreamModel }) => `${credentialId} ${upstreamModel}`)
  return [...byKey.values()].map((members) => {
    const { credentialId, accountId, upstreamModel } = members[0]!
    const denials = members.toSorted((a, b) => Date.parse(b.learnedAt) - Date.parse(a.learnedAt))
    return { credentialId, accountId, upstreamModel, denials }
  })
}
