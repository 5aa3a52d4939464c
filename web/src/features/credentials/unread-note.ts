// Whether the note about subscriptions has still to be read: of a token pasted by hand only its form is known.
import { isAccessToken, isSubscriptionScope } from '@headgate/shared/subscription'
import type { FieldErrors } from '../../lib/form-issues.ts'

/** The checkbox of the note. */
export const NOTE_FIELD = 'noteRead'

type Fields = Readonly<Record<string, string>>

/** `claude setup-token` and Console sign-ins make access tokens of one form. */
export function mayBeOfSubscription({ accessToken = '', apiKey = '' }: Fields): boolean {
  return [accessToken, apiKey].some(isAccessToken)
}

export function unreadNote(fields: Fields): FieldErrors {
  if (!mayBeOfSubscription(fields) || fields[NOTE_FIELD] === 'yes') return {}
  return { [NOTE_FIELD]: 'Confirm this before the secret is stored.' }
}

const SUBSCRIPTION_HOSTS = /^(?:www\.)?claude\.(?:ai|com)$/

/** Whether the configured sign-in is the one of subscriptions. */
export function signsInWithSubscription(authorizeUrl: string): boolean {
  const url = URL.parse(authorizeUrl)
  if (!url) return false
  const scopes = url.searchParams.get('scope')?.split(' ') ?? []
  return SUBSCRIPTION_HOSTS.test(url.hostname) || isSubscriptionScope(scopes)
}
