import type { OpenedLink } from '@headgate/shared/people'
import type { Transact } from '../admin/unit-of-work.ts'
import { findOpenLink } from './find-open-link.ts'

export interface OpenLinkDeps {
  readonly transact: Transact
  readonly digest: (text: string) => Uint8Array
  readonly now: () => Date
}

/** What a link is for: its holder sees it before they use it. */
export function makeOpenLink({ transact, digest, now }: OpenLinkDeps) {
  return async function openLink({ code }: { code: string }): Promise<OpenedLink> {
    const link = await transact((stores) => findOpenLink(stores, digest(code), now()))
    const { kind, email, name, role, expiresAt } = link
    return { kind, email, name, role, expiresAt: expiresAt.toISOString() }
  }
}
