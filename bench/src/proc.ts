// CPU time and memory of other processes, as Linux tells them in /proc; null where there is none.
import { readFileSync } from 'node:fs'

/** `/proc/<pid>/stat` counts in USER_HZ, which is 100 on every Linux that Node runs on. */
const MICROS_PER_TICK = 10_000

/** User and system time of all threads, exited ones included. @param stat contents of `/proc/<pid>/stat` */
export function parseCpuMicros(stat: string): number {
  // The second field is a name in parentheses that may itself hold blanks and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[11]) + Number(fields[12])
  if (!Number.isFinite(ticks)) throw new Error(`not the contents of a stat file: ${stat.slice(0, 100)}`)
  return ticks * MICROS_PER_TICK
}

/** @param status contents of `/proc/<pid>/status`; a zombie has no memory. */
export function parseRssBytes(status: string): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  return kilobytes === undefined ? 0 : Number(kilobytes) * 1024
}

export function parsePids(children: string): number[] {
  return children
    .split(' ')
    .filter((pid) => pid.trim() !== '')
    .map(Number)
}

/** Sum over the processes. */
export function cpuMicrosOf(pids: readonly number[]): number | null {
  return sumOver(pids, (pid) => parseCpuMicros(readFileSync(`/proc/${pid}/stat`, 'utf8')))
}

export function rssBytesOf(pids: readonly number[]): number | null {
  return sumOver(pids, (pid) => parseRssBytes(readFileSync(`/proc/${pid}/status`, 'utf8')))
}

export function childrenOf(pid: number): number[] {
  try {
    return parsePids(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8'))
  } catch {
    return []
  }
}

function sumOver(pids: readonly number[], read: (pid: number) => number): number | null {
  if (process.platform !== 'linux') return null
  return pids.reduce((sum, pid) => sum + read(pid), 0)
}
