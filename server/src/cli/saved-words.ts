// The end of storing a secret: what is saved, and what looked unusual about it.
import type { CredentialView, ProbeResult, SavedCredential } from '@headgate/shared/credentials'
import type { Cli } from './cli.ts'
import { EXIT_WRONG } from './cli-error.ts'
import { probeWords } from './probe-words.ts'
import { printable } from './screen.ts'
import { writeJson } from './write-json.ts'

export interface StoredSecret {
  readonly saved: SavedCredential
  readonly probe?: ProbeResult | null
}

export function writeSaved(
  { out }: Pick<Cli, 'out'>,
  { saved, probe = null }: StoredSecret,
  words: { readonly json?: true; readonly verb: string },
): void {
  const { warnings, ...credential } = saved
  if (words.json) return writeJson(out, { saved: true, credential, warnings, probe })
  const lines = [
    ...(probe === null ? [] : [probeWords(probe)]),
    `${credential.accountId} is ${words.verb} (${kindWords(credential)}).`,
    ...warnings.map((warning) => `Warning: ${warning}`),
  ]
  for (const line of lines) out.write(`${printable(line)}\n`)
}

export function kindWords(credential: CredentialView): string {
  const { provider, method } = credential
  const place = placeOf(credential)
  return `${provider} ${method}${place === null ? '' : `, ${place.surface} in ${place.region}`}`
}

/** Where a Bedrock credential is used; null for providers without regions. */
export function placeOf(
  credential: CredentialView,
): Pick<Extract<CredentialView, { provider: 'bedrock' }>, 'surface' | 'region'> | null {
  switch (credential.provider) {
    case 'anthropic':
      return null
    case 'bedrock':
      return credential
  }
}

/** Nothing was saved, because the probe failed. */
export function writeUnsaved(
  { out, progress, setExitCode }: Pick<Cli, 'out' | 'progress' | 'setExitCode'>,
  probe: ProbeResult | null,
  { json, isTold }: { readonly json?: true; readonly isTold: boolean },
): void {
  setExitCode(EXIT_WRONG)
  if (json) writeJson(out, { saved: false, credential: null, warnings: [], probe })
  if (isTold || probe === null) return
  const words = `${probeWords(probe)} Nothing is saved. To save it all the same: --force.`
  progress.write(`headgate: ${printable(words)}\n`)
}

/** How a credential is doing now. */
export function writeStatus({ out }: Pick<Cli, 'out'>, view: CredentialView, json: true | undefined): void {
  if (json) return writeJson(out, view)
  const reason = view.statusReason === null ? '' : `: ${view.statusReason}`
  out.write(`${printable(`${view.accountId} is ${view.status.replace('_', ' ')}${reason}`)}\n`)
}
