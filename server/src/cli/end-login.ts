// The end of a login: what is saved or why not, and the next step.
import type { ProbeResult, SavedCredential } from '@headgate/shared/credentials'
import type { Ask } from './ask.ts'
import type { Cli } from './cli.ts'
import type { Connection } from './connect.ts'
import { offerProject } from './offer-project.ts'
import { kindWords, writeSaved, writeUnsaved } from './saved-words.ts'

export interface LoginEnd {
  readonly cli: Cli
  readonly connection: Connection
  readonly ask: Ask | null
  readonly options: { readonly json?: true }
}

export interface LoginOutcome {
  readonly saved: SavedCredential | null
  readonly probe: ProbeResult | null
  readonly verb: 'saved' | 'signed in'
}

export async function endLogin(
  { cli, connection, ask, options }: LoginEnd,
  { saved, probe, verb }: LoginOutcome,
): Promise<void> {
  if (saved === null) {
    ask?.end('Nothing is saved.')
    return writeUnsaved(cli, probe, { ...options, isTold: ask !== null })
  }
  if (ask === null || options.json) return writeSaved(cli, { saved, probe }, { ...options, verb })
  ask.say('good', `${saved.accountId} is ${verb} (${kindWords(saved)}).`)
  for (const warning of saved.warnings) ask.say('warn', warning)
  if (saved.projects.length > 0) return ask.end('Done.')
  await offerProject(cli, connection, ask, saved)
}
