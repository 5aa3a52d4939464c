// Identifies a process by pid and start time: the system may give the pid of a dead process to another.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

export interface ProcessIdentity {
  readonly pid: number
  /** Start time in clock ticks since boot; empty where the system does not provide it. */
  readonly startedAt: string
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startedAt: startTimeOf(pid) }
}

export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: the process exists and belongs to another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  // A zombie still has its pid, for ever if no parent collects it.
  if (statOf(pid)?.[0] === 'Z') return false
  return startedAt === '' || startTimeOf(pid) === startedAt
}

/** @returns fields of /proc/PID/stat from the state (field 3) on; the command in field 2 may contain spaces and brackets */
function statOf(pid: number): string[] | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** Reads field 22. */
function startTimeOf(pid: number): string {
  return statOf(pid)?.[19] ?? ''
}

/** @returns null where the system has no /proc */
export function commandLineOf(pid: number): string | null {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return null
  }
}

/** @returns processes whose working directory this is; null where the system has no /proc */
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
