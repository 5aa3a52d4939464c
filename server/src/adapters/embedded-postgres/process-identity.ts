// Tells processes apart for good: a pid alone is given out again after a crash.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface ProcessIdentity {
  readonly pid: number
  /** Start time in clock ticks since boot where the system tells it, else ''. */
  readonly startedAt: string
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startedAt: startTimeOf(pid) }
}

export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, under another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // A zombie still answers to its pid; where nobody collects the dead it does so for ever.
  if (statOf(pid)?.[0] === 'Z') return false
  return startedAt === '' || startTimeOf(pid) === startedAt
}

/** Fields of /proc/PID/stat from the state (field 3) on; the command in field 2 may hold blanks and brackets. */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** Field 22. */
function startTimeOf(pid: number): string {
  return statOf(pid)?.[19] ?? ''
}

/** Null where the system does not tell. */
export function commandLineOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return null
  }
}

/** Processes that work in a directory; null where the system does not tell. */
export function processesIn(directory: string): number[] | null {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => workingDirectoryOf(pid) === directory)
  } catch {
    return null
  }
}

function workingDirectoryOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}
