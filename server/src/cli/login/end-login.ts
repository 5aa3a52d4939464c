// Ends a login: reports what was saved, or why nothing was, and offers the next step.
import type { ProbeResult, SavedCredential } from '@headgate/shared/credentials'
import type { Ask } from '../prompts/ask.ts'
import type { Cli } from '../cli.ts'
import type { Connection } from '../connect/connect.ts'
import { offerProject } from './offer-project.ts'
import { describeKind } from '../output/describe-credential.ts'
import { writeSaved, writeUnsaved } from '../output/write-saved.ts'

export interface LoginEnd {
  readonly cli: Cli
  readonly connection: Connection
  readonly ask: Ask | null
  readonly options: { readonly json?: true }
}

export interface LoginOutcome {
  readonly saved: SavedCredential | null
  readonly probe: ProbeResult | null
  readonly verb: 'Saved' | 'Signed in to'
}

export async function endLogin(
  { cli, connection, ask, options }: LoginEnd,
  { saved, probe, verb }: LoginOutcome,
): Promise<void> {
  if (saved === null) {
    ask?.end('Nothing is saved.')
    return writeUnsaved(cli, probe, { ...options, isTold: ask !== null })
  }
  if (ask === null || options.json)
    return writeSaved(cli, { saved, probe }, { ...options, did: (accountId) => `${verb} ${accountId}` })
  ask.say('good', `${verb} ${saved.accountId} (${describeKind(saved)}).`)
  for (const warning of saved.warnings) ask.say('warn', warning)
  if (saved.projects.length > 0) return ask.end('Done.')
  await offerProject(cli, connection, ask, saved)
}
