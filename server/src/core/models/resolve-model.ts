import type { ModelResolution, ResolveModel } from '@headgate/shared/models'
import { required } from '../admin/domain-error.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import type { CallOutcome, ExplainCalls } from './explain-call.ts'
import { viewLearned, viewOverride } from './model-views.ts'

export interface ResolveModelDeps {
  readonly read: ReadStores
  readonly explainCalls: ExplainCalls
}

/** What would become of a call now, in this process; nothing is sent. @throws DomainError `not_found`. */
export function makeResolveModel({ read, explainCalls }: ResolveModelDeps) {
  return async function resolveModel({ model, credentialId, betas }: ResolveModel): Promise<ModelResolution> {
    const stored = await read(({ credentials }) => credentials.get(credentialId))
    const credential = required(stored, 'The credential')
    const explained = explainCalls[credential.provider]({ model, betas }, credential)
    const accountIds = new Map([[credential.id, credential.accountId]])
    return {
      model,
      canonicalModel: explained.canonicalModel,
      provider: credential.provider,
      surface: explained.surface,
      ...viewOutcome(explained.outcome),
      override: explained.override && viewOverride(explained.override, accountIds),
      learned: explained.learned.flatMap((parameter) => viewLearned(parameter, accountIds)),
    }
  }
}

function viewOutcome(
  outcome: CallOutcome,
): Pick<ModelResolution, 'upstreamModel' | 'url' | 'streamUrl' | 'changes' | 'betas' | 'notSent'> {
  switch (outcome.kind) {
    case 'not_sent': {
      const { type, message } = outcome.error
      const notSent = { type, message }
      return { upstreamModel: null, url: null, streamUrl: null, changes: [], betas: [], notSent }
    }
    case 'sent': {
      const { upstreamModel, url, streamUrl, changes, betas } = outcome
      return { upstreamModel, url, streamUrl, changes: [...changes], betas: [...betas], notSent: null }
    }
  }
}
