// Measures what the gateway costs beside a bare proxy and nginx, all between the same load and the same fake upstream.
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeChildren, type Child, type Children } from './children.ts'
import { startGateway, stopLeftDatabase } from './gateway.ts'
import type { ListeningMessage } from './listen-for-parent.ts'
import type { PaceMessage } from './upstream.ts'
import { startNginx } from './nginx.ts'
import { paceOf, readOptions, USAGE, type Options } from './options.ts'
import { renderMachine, renderScenario } from './report.ts'
import { runRounds, type Measurements } from './run-rounds.ts'
import { makeScenarios, type Scenario } from './scenarios.ts'
import { NO_KEYS, type Target } from './target.ts'

// What was left waiting when a run broke off must not hold the process.
process.exit(await main())

async function main(): Promise<number> {
  // The first failure ends the run, whether it is a crash of a child, Ctrl-C or a wrong answer.
  const ended = Promise.withResolvers<never>()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => ended.reject(new Error(`stopped by ${signal}`)))
  }
  try {
    const options = readOptions(process.argv.slice(2))
    if (options.help) {
      process.stdout.write(USAGE)
      return 0
    }
    await withWorkplace(ended.reject, (children, directory) =>
      Promise.race([ended.promise, measure(options, children, directory)]),
    )
    return 0
  } catch (error) {
    process.stderr.write(`\nbench: ${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

/** A directory and processes that are gone afterwards, however it ends. */
async function withWorkplace(
  onCrash: (error: Error) => void,
  work: (children: Children, directory: string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'headgate-bench-'))
  // The database and nginx's worker run as users of their own when the benchmark runs as root.
  chmodSync(directory, 0o755)
  const children = makeChildren(directory, onCrash)
  try {
    await work(children, directory)
  } finally {
    await children.stopAll()
    await stopLeftDatabase(join(directory, 'data'))
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function measure(options: Options, children: Children, directory: string): Promise<void> {
  const pace = paceOf(options)
  progress('starting')
  const upstreamChild = children.fork('upstream', './upstream.ts')
  const upstream = await originOf(upstreamChild)
  const bare = children.fork('bare-proxy', './bare-proxy.ts', [upstream])
  const bareOrigin = await originOf(bare)
  const gateway = await startGateway(children, join(directory, 'data'), upstream)
  const nginx = await startNginx(children, directory, upstream)
  const targets: Target[] = [
    { name: 'bare proxy', origin: bareOrigin, pids: [bare.pid], keys: NO_KEYS },
    ...(nginx ? [nginx] : []),
    gateway,
  ]
  const load = children.fork('load', './load.ts')

  process.stdout.write(`${renderMachine(pace)}\n\n`)
  const results: { scenario: Scenario; measurements: Measurements }[] = []
  for (const scenario of makeScenarios().filter(({ id }) => options.only.includes(id))) {
    upstreamChild.process.send({ paceMs: scenario.paceMs } satisfies PaceMessage)
    const measurements = await runRounds(load, scenario, targets, pace, progress)
    results.push({ scenario, measurements })
    progress('')
    process.stdout.write(`${renderScenario(scenario, measurements)}\n\n`)
  }
  await gateway.checkRecords(
    results
      .flatMap(({ measurements }) => measurements.get('gateway') ?? [])
      .reduce((sum, { answers }) => sum + answers, 0),
  )
  if (options.jsonFile !== null) {
    const raw = results.map(({ scenario: { id, connections }, measurements }) => ({
      scenario: id,
      connections,
      rounds: Object.fromEntries(measurements),
    }))
    writeFileSync(
      options.jsonFile,
      `${JSON.stringify({ node: process.version, pace, results: raw }, null, 2)}\n`,
    )
  }
}

async function originOf(child: Child): Promise<string> {
  const [{ port }] = (await once(child.process, 'message')) as [ListeningMessage]
  return `http://127.0.0.1:${port}`
}

/** One line that is written over, and only for people. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}
