// Tries a new credential and saves it. A person decides what to do when the try fails.
import type { z } from 'zod'
import type { createCredentialSchema, ProbeResult, SavedCredential } from '@headgate/shared/credentials'
import type { Ask } from '../prompts/ask.ts'
import type { Cli } from '../cli.ts'
import type { Connection } from '../connect/connect.ts'
import { meanwhile } from '../output/meanwhile.ts'
import { describeProbe } from '../output/describe-probe.ts'

export type Draft = z.input<typeof createCredentialSchema>

export interface SaveOptions {
  /** False after `--no-probe`. */
  readonly probe: boolean
  readonly force?: true
  readonly model?: string
}

export interface SaveWork {
  readonly options: SaveOptions
  readonly draft: Draft
  /** Asks for another secret; null for kinds that have none. */
  readonly askAgain: ((ask: Ask) => Promise<Draft>) | null
  readonly againLabel?: string
}

export interface SaveResult {
  /** Null when the try failed and nothing was saved. */
  readonly saved: SavedCredential | null
  readonly probe: ProbeResult | null
}

export async function saveDraft(
  cli: Cli,
  connection: Connection,
  ask: Ask | null,
  { options, draft: first, askAgain, againLabel = 'Enter the secret again' }: SaveWork,
): Promise<SaveResult> {
  let draft = first
  let probe: ProbeResult | null = null
  while (options.probe) {
    probe = await tryDraft(cli, connection, draft, options.model)
    if (probe.ok) ask?.say('good', describeProbe(probe))
    if (probe.ok || options.force) break
    const next =
      ask === null ? 'stop' : await afterFailure(ask, probe, askAgain === null ? 'Try again' : againLabel)
    if (next === 'stop') return { saved: null, probe }
    if (next === 'save') break
    if (ask !== null && askAgain !== null) draft = await askAgain(ask)
  }
  const saved = await connection.ask((gateway) => gateway.credentials.create.mutate(draft))
  return { saved, probe }
}

function tryDraft(
  cli: Cli,
  { ask }: Connection,
  draft: Draft,
  model: string | undefined,
): Promise<ProbeResult> {
  const input = { draft, ...(model !== undefined && { model }) }
  return meanwhile(
    cli,
    'Trying the credential with one small message...',
    ask((gateway) => gateway.credentials.probe.mutate(input)),
  )
}

function afterFailure(ask: Ask, probe: ProbeResult, againLabel: string): Promise<'again' | 'save' | 'stop'> {
  ask.say('bad', describeProbe(probe))
  return ask.choose('The credential does not work. What do you want to do?', [
    { value: 'again', label: againLabel },
    { value: 'save', label: 'Save it anyway', hint: 'if you know why, and expect it to work later' },
    { value: 'stop', label: 'Stop', hint: 'nothing is saved' },
  ])
}
