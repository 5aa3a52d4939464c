// `pnpm fuzz [--cases 1000000] [--seed N]`: damaged frames and events against every reader of streams. Ends with 1 at the
// first crash, hang, difference between two splits of the same bytes, or memory that grows.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parseArgs } from 'node:util'
import { below, mutate, pick, seededRandom, split, type Random } from './mutate.ts'
import { FRAMES, resealed, SSE } from './samples.ts'
import { TARGETS, type FuzzTarget } from './targets.ts'

const { values } = parseArgs({
  options: { cases: { type: 'string', default: '1000000' }, seed: { type: 'string' } },
})
const cases = Number(values.cases)
const seed = values.seed === undefined ? Date.now() >>> 0 : Number(values.seed)
if (!Number.isSafeInteger(cases) || cases < 1 || !Number.isSafeInteger(seed)) {
  process.stderr.write('usage: pnpm fuzz [--cases NUMBER] [--seed NUMBER]\n')
  process.exit(2)
}

const MAX_CASE_MS = 1000
const MAX_GROWTH_BYTES = 32 * 2 ** 20
const LONGEST_STREAM = 6

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

/** What is still held after a collection. */
function heldBytes(): number {
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** A few sound items, one of them damaged; damaged frames get their checksums back half of the time. */
function damagedStream(random: Random, input: FuzzTarget['input']): Uint8Array {
  const samples = input === 'frames' ? FRAMES : SSE
  const items = Array.from({ length: 1 + below(random, LONGEST_STREAM) }, () => pick(random, samples))
  const at = below(random, items.length)
  const damaged = mutate(random, items[at]!)
  items[at] = input === 'frames' && random() < 0.5 ? resealed(damaged) : damaged
  return Buffer.concat(items)
}

let slowest = { ms: 0, name: '' }

function tryCase(random: Random, target: FuzzTarget): void {
  const bytes = damagedStream(random, target.input)
  try {
    const startedAt = performance.now()
    const whole = target.run([bytes])
    const ms = performance.now() - startedAt
    if (ms > slowest.ms) slowest = { ms, name: target.name }
    // A machine that is busy with something else makes anything slow once.
    if (ms > MAX_CASE_MS && timed(() => target.run([bytes])) > MAX_CASE_MS) throw new Error('a hang')
    const inPieces = target.run(split(random, bytes))
    if (whole !== inPieces) throw new Error(`another outcome in pieces:\n${whole}\n${inPieces}`)
  } catch (error) {
    process.stderr.write(`${target.name} with ${Buffer.from(bytes).toString('base64')}\n`)
    throw error
  }
}

function timed(work: () => unknown): number {
  const startedAt = performance.now()
  work()
  return performance.now() - startedAt
}

process.stdout.write(`${cases} damaged streams, seed ${seed}\n`)
const random = seededRandom(seed)
const startedAt = performance.now()
let settled = 0
for (let n = 1; n <= cases; n++) {
  tryCase(random, TARGETS[n % TARGETS.length]!)
  // The first tenth warms caches up.
  if (n === Math.ceil(cases / 10)) settled = heldBytes()
}
const growth = heldBytes() - settled
const seconds = ((performance.now() - startedAt) / 1000).toFixed()
process.stdout.write(
  `no crash, no hang, no difference between splits in ${seconds} s; slowest ${slowest.ms.toFixed(1)} ms (${slowest.name}); ` +
    `memory held grew by ${(growth / 2 ** 20).toFixed(1)} MB over the last nine tenths\n`,
)
if (growth > MAX_GROWTH_BYTES) throw new Error('the memory held grows')
