import type { ModelList } from '@headgate/shared/models'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { CATALOG } from './catalog.ts'
import { accountIdsOf, viewLearned, viewModel, viewOverride } from './model-views.ts'

/** The catalogue, with what operators and experience have to say about it. */
export function makeListModels({ read }: { readonly read: ReadStores }) {
  return async function listModels(): Promise<ModelList> {
    return read(async ({ models, credentials }) => {
      const overrides = await models.overrides()
      const learned = await models.learned()
      const accountIds = await accountIdsOf(
        credentials,
        [...overrides, ...learned].map(({ credentialId }) => credentialId),
      )
      return {
        items: CATALOG.map(viewModel),
        nextCursor: null,
        overrides: overrides.map((override) => viewOverride(override, accountIds)),
        learned: learned.flatMap((refusal) => viewLearned(refusal, accountIds)),
      }
    })
  }
}
