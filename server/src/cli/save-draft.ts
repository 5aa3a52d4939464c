// A new credential: tried before it is saved, and what a person may do when that fails.
import type { z } from 'zod'
import type { createCredentialSchema, ProbeResult, SavedCredential } from '@headgate/shared/credentials'
import type { Ask } from './ask.ts'
import type { Cli } from './cli.ts'
import type { Connection } from './connect.ts'
import { meanwhile } from './meanwhile.ts'
import { probeWords } from './probe-words.ts'

export type Draft = z.input<typeof createCredentialSchema>

export interface SaveOptions {
  /** False with `--no-probe`. */
  readonly probe: boolean
  readonly force?: true
  readonly model?: string
}

export interface SaveWork {
  readonly options: SaveOptions
  readonly draft: Draft
  /** The same with another secret; null where there is none to ask for. */
  readonly askAgain: ((ask: Ask) => Promise<Draft>) | null
  readonly againLabel?: string
}

export interface SaveResult {
  /** Null when the person has seen the probe fail and stopped, or a script did not insist. */
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
    if (probe.ok) ask?.say('good', probeWords(probe))
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
    'Trying it with one small message...',
    ask((gateway) => gateway.credentials.probe.mutate(input)),
  )
}

function afterFailure(ask: Ask, probe: ProbeResult, againLabel: string): Promise<'again' | 'save' | 'stop'> {
  ask.say('bad', probeWords(probe))
  return ask.choose('It does not work yet. What now?', [
    { value: 'again', label: againLabel },
    { value: 'save', label: 'Save it anyway', hint: 'when you know why, and it will work later' },
    { value: 'stop', label: 'Stop', hint: 'nothing is saved' },
  ])
}
