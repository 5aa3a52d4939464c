import type { ListModels, ModelList } from '@headgate/shared/models'
import { DomainError } from '../admin/domain-error.ts'
import { pageOf } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { CATALOG } from './catalog.ts'
import { accountIdsOf, viewLearned, viewModel, viewOverride } from './model-views.ts'

/** The catalogue, with what operators and experience have to say about it. */
export function makeListModels({ read, now }: { readonly read: ReadStores; readonly now: () => Date }) {
  return async function listModels({ cursor, limit }: ListModels): Promise<ModelList> {
    const start = cursor === undefined ? 0 : placeAfter(cursor)
    return read(async ({ models, credentials }) => {
      const overrides = await models.overrides()
      const learned = await models.learned()
      const accountIds = await accountIdsOf(
        credentials,
        [...overrides, ...learned].map(({ credentialId }) => credentialId),
      )
      return {
        ...pageOf(
          CATALOG.slice(start, start + limit + 1).map((model) => viewModel(model, now())),
          limit,
          ({ id }) => id,
        ),
        overrides: overrides.map((override) => viewOverride(override, accountIds)),
        learned: learned.flatMap((rejection) => viewLearned(rejection, accountIds)),
      }
    })
  }
}

function placeAfter(cursor: string): number {
  const index = CATALOG.findIndex(({ id }) => id === cursor)
  if (index === -1) throw new DomainError('invalid', 'cursor: is not one of a page')
  return index + 1
}
