// What must be said, and agreed to, before the login of a subscription is stored.
import { SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import type { Ask } from './ask.ts'
import { CliError } from './cli-error.ts'
import { Stopped } from './stopped.ts'

export interface NoticeOptions {
  readonly acceptSubscriptionNotice?: true
}

/** @throws Stopped when the person does not agree, CliError when a script has not. */
export async function agreeToNotice(
  ask: Ask | null,
  { acceptSubscriptionNotice }: NoticeOptions,
): Promise<void> {
  if (ask === null) {
    if (acceptSubscriptionNotice) return
    throw new CliError(
      `${SUBSCRIPTION_NOTICE} To store it all the same, add --accept-subscription-notice. Nothing is saved.`,
    )
  }
  ask.say('warn', SUBSCRIPTION_NOTICE)
  if (acceptSubscriptionNotice || (await ask.confirm('Store it all the same?', false))) return
  ask.end('Nothing is saved.')
  throw new Stopped()
}
