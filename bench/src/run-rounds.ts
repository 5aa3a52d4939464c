// Measures all targets in turn, round after round, so that whatever disturbs the machine disturbs all of them.
import type { Child } from './children.ts'
import type { LoadJob, LoadReply, Measurement } from './load-job.ts'
import type { Pace } from './options.ts'
import { CLIENT_HEADERS, type Scenario } from './scenarios.ts'
import type { Target, TargetName } from './target.ts'

export type Measurements = ReadonlyMap<TargetName, readonly Measurement[]>

export async function runRounds(
  load: Child,
  scenario: Scenario,
  targets: readonly Target[],
  pace: Pace,
  onProgress: (text: string) => void,
): Promise<Measurements> {
  const measurements = new Map<TargetName, Measurement[]>(targets.map(({ name }) => [name, []]))
  for (let round = 0; round < pace.rounds; round++) {
    for (const target of rotated(targets, round)) {
      onProgress(`${scenario.id}, round ${round + 1} of ${pace.rounds}: ${target.name}`)
      const measurement = await ask(load, jobOf(scenario, target, pace, round)).catch((error: unknown) => {
        throw new Error(`${scenario.id} through ${target.name}: ${String(error)}`, { cause: error })
      })
      measurements.get(target.name)!.push(measurement)
    }
  }
  return measurements
}

/** Each round begins with another target. */
function rotated<T>(items: readonly T[], by: number): T[] {
  const from = by % items.length
  return [...items.slice(from), ...items.slice(0, from)]
}

function jobOf(scenario: Scenario, target: Target, pace: Pace, round: number): LoadJob {
  const call = target.name === 'gateway' ? scenario.viaGateway : scenario.viaProxy
  return {
    ...call,
    origin: target.origin,
    headers: [...CLIENT_HEADERS, 'x-api-key', target.keys[scenario.provider]],
    connections: scenario.connections,
    warmUpMs: round === 0 ? pace.firstWarmUpMs : pace.warmUpMs,
    measureMs: pace.measureMs,
    pids: target.pids,
  }
}

function ask({ process: load }: Child, job: LoadJob): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    load.once('message', (reply: LoadReply) => {
      if (reply.ok) resolve(reply.measurement)
      else reject(new Error(reply.message))
    })
    load.send(job)
  })
}
