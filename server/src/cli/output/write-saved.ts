// Output after a credential was saved, changed or not saved.
import type { CredentialView, ProbeResult, SavedCredential } from '@headgate/shared/credentials'
import type { Cli } from '../cli.ts'
import { describeKind, STATUSES } from './describe-credential.ts'
import { describeProbe } from './describe-probe.ts'
import { errorLine, EXIT_WRONG } from './errors.ts'
import { printable, wrapMessage, writeJson } from './screen.ts'

export interface StoredSecret {
  readonly saved: SavedCredential
  readonly probe?: ProbeResult | null
}

/** @param did the sentence about a credential, such as "Saved acc_x" */
export function writeSaved(
  { out }: Pick<Cli, 'out'>,
  { saved, probe = null }: StoredSecret,
  { json, did }: { readonly json?: true; readonly did: (accountId: string) => string },
): void {
  const { warnings, ...credential } = saved
  if (json) return writeJson(out, { saved: true, credential, warnings, probe })
  const lines = [
    ...(probe === null ? [] : [describeProbe(probe)]),
    `${did(credential.accountId)} (${describeKind(credential)}).`,
    ...warnings.map((warning) => `Warning: ${warning}`),
  ]
  for (const line of lines) out.write(`${printable(line)}\n`)
}

/** Reports a probe that failed, after which nothing was saved. */
export function writeUnsaved(
  { out, progress, setExitCode }: Pick<Cli, 'out' | 'progress' | 'setExitCode'>,
  probe: ProbeResult | null,
  { json, isTold }: { readonly json?: true; readonly isTold: boolean },
): void {
  setExitCode(EXIT_WRONG)
  if (json) writeJson(out, { saved: false, credential: null, warnings: [], probe })
  if (isTold || probe === null) return
  const message = errorLine(`${describeProbe(probe)} Nothing is saved. Add --force to save it anyway.`)
  progress.write(`${wrapMessage(message, progress.columns)}\n`)
}

export function writeStatus({ out }: Pick<Cli, 'out'>, view: CredentialView, json: true | undefined): void {
  if (json) return writeJson(out, view)
  const reason = view.statusReason === null ? '' : `: ${view.statusReason}`
  out.write(`${printable(`${view.accountId}: ${STATUSES[view.status].word}${reason}`)}\n`)
}
