import type { PersonView } from '@headgate/shared/people'
import { pageByTime, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { personView } from './person-view.ts'

export function makeListPeople({ read }: { readonly read: ReadStores }) {
  return async function listPeople(request: PageRequest): Promise<Page<PersonView>> {
    return pageByTime(await read(({ people }) => people.list(request)), request, personView)
  }
}
