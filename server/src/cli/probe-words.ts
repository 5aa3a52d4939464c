// What one small call with a credential has shown, in a sentence.
import type { ProbeResult } from '@headgate/shared/credentials'
import { duration } from './duration.ts'

export function probeWords({ ok, model, upstreamModel, region, ...result }: ProbeResult): string {
  const as = upstreamModel === null || upstreamModel === model ? '' : `, as ${upstreamModel}`
  const where = region === null ? '' : ` in ${region}`
  if (ok) return `${model} answered in ${duration(result.latencyMs)}${as}${where}.`
  const answer = result.status === null ? 'gave no answer' : `was answered with status ${result.status}`
  const reason = result.error === null ? '.' : `: ${result.error}`
  return `${model} ${answer}${as}${where}${reason}`
}
