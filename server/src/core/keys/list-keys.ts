import type { KeyView } from '@headgate/shared/keys'
import { pageOf, timeCursor, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { keyView } from './key-view.ts'

export function makeListKeys({ read }: { readonly read: ReadStores }) {
  return async function listKeys(
    request: PageRequest & { readonly projectId?: string | undefined },
  ): Promise<Page<KeyView>> {
    return read(async ({ keys }) => {
      const { items, nextCursor } = pageOf(await keys.list(request), request.limit, (key) =>
        timeCursor({ at: key.createdAt, id: key.id }),
      )
      const lastUsed = await keys.lastUsed(items.map((key) => key.id))
      return { items: items.map((key) => keyView(key, lastUsed.get(key.id) ?? null)), nextCursor }
    })
  }
}
