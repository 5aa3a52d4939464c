// The result of one small call with a credential, in a sentence.
import type { ProbeResult } from '@headgate/shared/credentials'

export function describeProbe({ ok, model, upstreamModel, region, ...result }: ProbeResult): string {
  const as = upstreamModel === null || upstreamModel === model ? '' : `, as ${upstreamModel}`
  const where = region === null ? '' : ` in ${region}`
  if (ok) return `${model} answered in ${formatDuration(result.latencyMs)}${as}${where}.`
  const outcome = result.status === null ? 'did not answer' : `failed with status ${result.status}`
  const reason = result.error === null ? '.' : `: ${result.error}`
  return `${model} ${outcome}${as}${where}${reason}`
}

export function formatDuration(ms: number): string {
  return ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`
}
