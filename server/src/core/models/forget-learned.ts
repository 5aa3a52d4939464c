import type { ForgetLearned } from '@headgate/shared/models'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import type { CompatibilityCache } from './compatibility-cache.ts'
import { bedrockOf } from '../upstream/of-provider.ts'

export interface ForgetLearnedDeps {
  readonly transact: Transact
  readonly compatibility: Pick<CompatibilityCache, 'forget' | 'settled'>
}

/** Bedrock is asked again for what it rejected before. @throws DomainError `not_found`; `invalid` for Anthropic. */
export function makeForgetLearned({ transact, compatibility }: ForgetLearnedDeps) {
  return async function forgetLearned(
    actor: Actor,
    { credentialId, upstreamModel: named }: ForgetLearned,
  ): Promise<{ forgotten: number }> {
    const upstreamModel = named ?? null
    // Otherwise what was learned a moment ago would be stored right after it was forgotten.
    await compatibility.settled()
    const forgotten = await transact(async ({ models, credentials, audit }) => {
      const credential = required(await credentials.get(credentialId), 'The credential')
      if (bedrockOf(credential) === null)
        throw new DomainError('invalid', 'credentialId: only Bedrock credentials have a compatibility cache.')
      const count = await models.forgetLearned(credentialId, upstreamModel)
      await audit.append({
        actor,
        action: 'model.learned.forget',
        target: { kind: 'credential', id: credentialId },
        before: { accountId: credential.accountId, upstreamModel, forgotten: count },
        after: null,
      })
      return count
    })
    compatibility.forget(credentialId, upstreamModel)
    return { forgotten }
  }
}
