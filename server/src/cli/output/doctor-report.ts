// The doctor's report: a table for each credential and model, and a command that repeats each failed call.
import type { ConformanceCheck, CredentialView, ProbeResult } from '@headgate/shared/credentials'
import { curlCommand } from '@headgate/shared/curl-command'
import { describeKind } from './describe-credential.ts'
import { formatDuration } from './describe-probe.ts'
import { printable, type Screen, type Tone } from './screen.ts'
import { tableLines } from './table.ts'

export interface DoctorRun {
  readonly credential: CredentialView
  readonly probe: ProbeResult
}

type Result = ConformanceCheck['result']
type Output = Pick<Screen, 'columns' | 'paint'>

const RESULTS: Readonly<Record<Result, { readonly word: string; readonly tone: Tone }>> = {
  pass: { word: 'pass', tone: 'good' },
  fail: { word: 'FAIL', tone: 'bad' },
  not_offered: { word: 'not offered', tone: 'dim' },
}

/** @param url the gateway's, for the commands */
export function runLines(screen: Output, { credential, probe }: DoctorRun, url: string): string[] {
  const rows = probe.checks.map(({ name, result, latencyMs, detail }) => {
    const { word, tone } = RESULTS[result]
    return [
      { text: name },
      { text: word, tone },
      { text: formatDuration(latencyMs), align: 'right' as const },
      { text: detail },
    ]
  })
  return [
    screen.paint('strong', printable(`${credential.accountId}: ${probe.model}`)) + place(credential, probe),
    ...tableLines(screen, rows, 2),
    ...probe.checks.filter(({ result }) => result === 'fail').flatMap((check) => failureLines(check, url)),
  ]
}

function place(credential: CredentialView, { model, upstreamModel }: ProbeResult): string {
  const as = upstreamModel === null || upstreamModel === model ? '' : `, as ${upstreamModel}`
  return printable(` (${describeKind(credential)}${as})`)
}

function failureLines({ name, request }: ConformanceCheck, url: string): string[] {
  if (request === null) return []
  // Line breaks between JSON values are made spaces, so that the command stays on one line.
  const safe = { ...request, body: request.body && printable(request.body.replaceAll(/[\n\r\t]/g, ' ')) }
  return [
    '',
    `  ${name} failed. To repeat the call:`,
    ...curlCommand(url, '$HEADGATE_KEY', safe).map((line) => `    ${line}`),
  ]
}

export function countResults(runs: readonly DoctorRun[]): Record<Result, number> {
  const counts = { pass: 0, fail: 0, not_offered: 0 }
  for (const { probe } of runs) for (const { result } of probe.checks) counts[result]++
  return counts
}

export function summaryLine(screen: Output, runs: readonly DoctorRun[]): string {
  const { pass, fail, not_offered: notOffered } = countResults(runs)
  const failed = `${fail} failed`
  const counted = `${pass} passed, ${fail > 0 ? screen.paint('bad', failed) : failed}, ${notOffered} not offered.`
  const hint =
    fail > 0 ? ' To repeat a call, set HEADGATE_KEY to a project key that may use the credential.' : ''
  return counted + hint
}
