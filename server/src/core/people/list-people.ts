import type { InvitationView, PersonView } from '@headgate/shared/people'
import { pageOf, timeCursor, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { invitationView, personView } from './person-view.ts'

const keyOf = (row: { readonly createdAt: Date; readonly id: string }) =>
  timeCursor({ at: row.createdAt, id: row.id })

export function makeListPeople({ read }: { readonly read: ReadStores }) {
  return async function listPeople(request: PageRequest): Promise<Page<PersonView>> {
    const { items, nextCursor } = pageOf(
      await read(({ people }) => people.list(request)),
      request.limit,
      keyOf,
    )
    return { items: items.map(personView), nextCursor }
  }
}

/** Only those that still let somebody in. */
export function makeListInvitations({ read, now }: { readonly read: ReadStores; readonly now: () => Date }) {
  return async function listInvitations(request: PageRequest): Promise<Page<InvitationView>> {
    const links = await read(({ entryLinks }) => entryLinks.listInvitations(request, now()))
    const { items, nextCursor } = pageOf(links, request.limit, keyOf)
    return { items: items.map(invitationView), nextCursor }
  }
}
