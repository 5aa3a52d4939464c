// One measurement: a checked first answer, a warm-up that does not count, then the phase that does.
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'undici'
import { checkAnswer } from './check-answer.ts'
import { exchange, type Request } from './exchange.ts'
import type { LoadJob, Measurement } from './load-job.ts'
import { cpuMicrosOf, rssBytesOf } from './proc.ts'
import { percentile } from './statistics.ts'

/** However short its answers are, a phase ends after so many. */
const MAX_REQUESTS = 100_000
/** After a phase, for work that a target does a little later, such as writing its records. */
const SETTLE_MS = 200
const SAMPLE_MS = 50

export async function runLoad(job: LoadJob): Promise<Measurement> {
  const { path, headers, expects, pids } = job
  const request: Request = { path, headers: [...headers], body: Buffer.from(job.body) }
  const clients = Array.from({ length: job.connections }, () => new Client(job.origin, { pipelining: 1 }))
  try {
    const chunks: Buffer[] = []
    const status = await exchange(clients[0]!, request, (chunk) => void chunks.push(chunk))
    const first = Buffer.concat(chunks)
    checkAnswer(expects, status, first)

    const warmUp = await loop(clients, request, first.length, job.warmUpMs)
    await sleep(SETTLE_MS)
    const cpuBefore = cpuMicrosOf(pids)
    const memory = sampleMemory(pids)
    const startedAt = performance.now()
    const latencies = await loop(clients, request, first.length, job.measureMs)
    const seconds = (performance.now() - startedAt) / 1000
    await sleep(SETTLE_MS)
    const rssPeakBytes = memory.stop()
    const cpuAfter = cpuMicrosOf(pids)
    const requests = latencies.length
    return {
      requests,
      requestsPerSecond: requests / seconds,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      cpuMicrosPerRequest: cpuBefore === null || cpuAfter === null ? null : (cpuAfter - cpuBefore) / requests,
      rssPeakBytes,
      answers: 1 + warmUp.length + requests,
    }
  } finally {
    await Promise.all(clients.map((client) => client.destroy()))
  }
}

/** Each connection sends its next request when the last one is answered. @returns latencies in milliseconds */
async function loop(
  clients: readonly Client[],
  request: Request,
  expectedBytes: number,
  durationMs: number,
): Promise<number[]> {
  const latencies: number[] = []
  const endsAt = performance.now() + durationMs
  await Promise.all(
    clients.map(async (client) => {
      let sentAt = performance.now()
      while (sentAt < endsAt && latencies.length < MAX_REQUESTS) {
        let bytes = 0
        const status = await exchange(client, request, (chunk) => void (bytes += chunk.length))
        const answeredAt = performance.now()
        if (status !== 200 || bytes !== expectedBytes) {
          throw new Error(`wrong answer: status ${status}, ${bytes} bytes instead of ${expectedBytes}`)
        }
        latencies.push(answeredAt - sentAt)
        sentAt = answeredAt
      }
    }),
  )
  return latencies
}

function sampleMemory(pids: readonly number[]): { stop(): number | null } {
  let peak = rssBytesOf(pids)
  const sample = () => {
    const now = rssBytesOf(pids)
    if (peak !== null && now !== null) peak = Math.max(peak, now)
  }
  const timer = setInterval(sample, SAMPLE_MS)
  return {
    stop() {
      clearInterval(timer)
      sample()
      return peak
    },
  }
}
