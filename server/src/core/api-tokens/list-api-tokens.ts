import type { ApiTokenView } from '@headgate/shared/api-tokens'
import { pageByTime, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { apiTokenView } from './api-token-view.ts'

export function makeListApiTokens({ read }: { readonly read: ReadStores }) {
  return async function listApiTokens(request: PageRequest): Promise<Page<ApiTokenView>> {
    return pageByTime(await read(({ apiTokens }) => apiTokens.list(request)), request, apiTokenView)
  }
}
