// The results as Markdown.
import { cpus, totalmem, type as osType, release } from 'node:os'
import type { Measurement } from './load-job.ts'
import type { Pace } from './options.ts'
import type { Measurements } from './run-rounds.ts'
import type { Scenario } from './scenarios.ts'
import { median } from './statistics.ts'
import type { TargetName } from './target.ts'

const ROWS: readonly TargetName[] = ['bare proxy', 'nginx', 'gateway']
const HEAD = ['', 'requests/s', 'p50 ms', 'p99 ms', 'CPU µs/request', 'CPU against bare', 'RSS MB']
const MB = 2 ** 20

export function renderMachine(pace: Pace): string {
  const processors = cpus()
  return [
    `- ${processors.length} × ${processors[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${osType()} ${release()}`,
    `- Node ${process.version}`,
    `- medians of ${pace.rounds} × ${pace.measureMs / 1000} s after a warm-up, targets in turn`,
    '- load, upstream, proxies and database share the cores: requests/s and latencies only compare, CPU per request is the figure',
    '- CPU and RSS (peak) are those of the target alone; the database is not part of it',
  ].join('\n')
}

export function renderScenario(
  scenario: Pick<Scenario, 'title' | 'connections'>,
  results: Measurements,
): string {
  const bareCpu = medianOf(results.get('bare proxy') ?? [], (round) => round.cpuMicrosPerRequest)
  const rows = ROWS.map((name) => renderRow(name, results.get(name), bareCpu))
  return `### ${scenario.title} (${scenario.connections} connections)\n\n${renderTable([HEAD, ...rows])}`
}

function renderRow(
  name: TargetName,
  rounds: readonly Measurement[] | undefined,
  bareCpu: number | null,
): string[] {
  if (rounds === undefined) return [name, 'not installed', '', '', '', '', '']
  const cpu = medianOf(rounds, (round) => round.cpuMicrosPerRequest)
  const rss = medianOf(rounds, (round) => round.rssPeakBytes)
  return [
    name,
    fixed(
      medianOf(rounds, (round) => round.requestsPerSecond),
      0,
    ),
    fixed(
      medianOf(rounds, (round) => round.p50Ms),
      2,
    ),
    fixed(
      medianOf(rounds, (round) => round.p99Ms),
      2,
    ),
    fixed(cpu, 0),
    cpu === null || bareCpu === null ? 'n/a' : `${fixed(cpu / bareCpu, 2)} ×`,
    fixed(rss === null ? null : rss / MB, 0),
  ]
}

function medianOf(
  rounds: readonly Measurement[],
  read: (round: Measurement) => number | null,
): number | null {
  const values = rounds.map(read).filter((value) => value !== null)
  return values.length === 0 ? null : median(values)
}

function fixed(value: number | null, digits: number): string {
  return value === null ? 'n/a' : value.toFixed(digits)
}

/** The first row is the head; the first column is text, the others are numbers. */
export function renderTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(3, ...rows.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join(' | ')} |`
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  const [head, ...body] = rows
  return [line(head!), rule, ...body.map(line)].join('\n')
}
