// What a client may ask of a project's pool, and what it hears when there is nothing in it.
import type { RoutedProject } from '../routing/gateway-state.ts'
import { headerValue, type RawHeaders } from '../upstream/raw-headers.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import { accountIdHeader } from './gateway-headers.ts'

export function noCredential({ slug }: Pick<RoutedProject, 'slug'>): GatewayError {
  return new GatewayError(
    'api_error',
    `The project '${slug}' has no enabled credential. An operator must add one to its routing.`,
    { status: 503, headers: { 'x-should-retry': 'false' } },
  )
}

/**
 * What `x-headgate-credential` names; null without it.
 * @throws GatewayError 403 for a credential the project may not use.
 */
export function pinnedAccountId(project: RoutedProject, headers: RawHeaders): string | null {
  const pinned = headerValue(headers, 'x-headgate-credential')?.trim()
  return pinned === undefined ? null : allowedAccountId(project, pinned)
}

/** The name as it is or as answers spell it. */
function allowedAccountId({ pool }: RoutedProject, pinned: string): string {
  const ids = pool.map(({ candidate }) => candidate.credential.accountId)
  const found = ids.find((id) => id === pinned) ?? ids.find((id) => accountIdHeader(id) === pinned)
  if (found !== undefined) return found
  throw new GatewayError(
    'permission_error',
    `x-headgate-credential: this project may not use a credential '${pinned.slice(0, 100)}'.`,
  )
}
