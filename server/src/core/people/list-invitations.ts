import type { InvitationView } from '@headgate/shared/people'
import { pageByTime, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import { invitationView } from './invitation-view.ts'

/** Only those that still let somebody in. */
export function makeListInvitations({ read, now }: { readonly read: ReadStores; readonly now: () => Date }) {
  return async function listInvitations(request: PageRequest): Promise<Page<InvitationView>> {
    const links = await read(({ entryLinks }) => entryLinks.listInvitations(request, now()))
    return pageByTime(links, request, invitationView)
  }
}
