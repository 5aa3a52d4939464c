// The report of the doctor for a person: a table for each credential and model, and failures as commands to repeat.
import type { ConformanceCheck, CredentialView, ProbeResult } from '@headgate/shared/credentials'
import { curlCommand } from '@headgate/shared/curl-command'
import { duration } from './duration.ts'
import { printable, type Screen, type Tone } from './screen.ts'
import { tableLines } from './table.ts'
import { placeOf } from './saved-words.ts'

export interface DoctorRun {
  readonly credential: CredentialView
  readonly probe: ProbeResult
}

type Result = ConformanceCheck['result']
type Output = Pick<Screen, 'columns' | 'paint'>

const WORDS: Readonly<Record<Result, { readonly word: string; readonly tone: Tone }>> = {
  pass: { word: 'pass', tone: 'good' },
  fail: { word: 'FAIL', tone: 'bad' },
  not_offered: { word: 'not offered', tone: 'dim' },
}

/** @param url of the gateway, for the commands. */
export function runLines(screen: Output, { credential, probe }: DoctorRun, url: string): string[] {
  const rows = probe.checks.map(({ name, result, latencyMs, detail }) => {
    const { word, tone } = WORDS[result]
    return [
      { text: name },
      { text: word, tone },
      { text: duration(latencyMs), align: 'right' as const },
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
  const used = placeOf(credential)
  const where = used === null ? credential.method : `${used.surface} in ${used.region}`
  const as = upstreamModel === null || upstreamModel === model ? '' : `, as ${upstreamModel}`
  return printable(` (${credential.provider} ${where}${as})`)
}

function failureLines({ name, request }: ConformanceCheck, url: string): string[] {
  if (request === null) return []
  // Between the values of a JSON body any blank is as good as another.
  const safe = { ...request, body: request.body && printable(request.body.replaceAll(/[\n\r\t]/g, ' ')) }
  return [
    '',
    `  ${name} failed. The same call by hand:`,
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
    fail > 0 ? ' Set HEADGATE_KEY to a key of a project that may use the credential to repeat a call.' : ''
  return counted + hint
}
