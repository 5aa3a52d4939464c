// The notice to accept before the login of a Claude subscription is saved.
import type { Command } from 'commander'
import { SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import { CliError, Stopped } from '../output/errors.ts'
import type { Ask } from '../prompts/ask.ts'

export interface NoticeOptions {
  readonly acceptSubscriptionNotice?: true
}

export function addNoticeOption(command: Command): Command {
  return command.option(
    '--accept-subscription-notice',
    'Save a secret that looks like the login of a Claude subscription.',
  )
}

/** @throws Stopped when the person declines, CliError when a script has not accepted */
export async function acceptNotice(
  ask: Ask | null,
  { acceptSubscriptionNotice }: NoticeOptions,
): Promise<void> {
  if (ask === null) {
    if (acceptSubscriptionNotice) return
    throw new CliError(
      `${SUBSCRIPTION_NOTICE} Nothing is saved. To save it anyway, add --accept-subscription-notice.`,
    )
  }
  ask.say('warn', SUBSCRIPTION_NOTICE)
  if (acceptSubscriptionNotice || (await ask.confirm('Save it anyway?', false))) return
  ask.end('Nothing is saved.')
  throw new Stopped()
}
