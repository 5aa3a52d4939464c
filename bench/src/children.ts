// The processes of a run: started, watched, and stopped again in any event.
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Child {
  readonly pid: number
  readonly process: ChildProcess
}

export interface Children {
  /** Runs a program. Its output goes to a file in the run's directory. */
  spawn(name: string, command: string, args: readonly string[], environment?: NodeJS.ProcessEnv): Child
  /** Runs a file of this folder, with a channel for messages. */
  fork(name: string, file: string, args?: readonly string[]): Child
  /** In reverse order, each once the one before is gone. */
  stopAll(): Promise<void>
}

/** For a database to be left in order. */
const PATIENCE_MS = 20_000
const SHOWN_LOG_CHARS = 3000

/** @param onCrash called when a process ends before it was asked to */
export function makeChildren(directory: string, onCrash: (error: Error) => void): Children {
  const started: ChildProcess[] = []
  let stopping = false

  // Each leads a process group of its own: Ctrl-C is for us, and we stop them in the right order.
  function watch(name: string, start: (log: number) => ChildProcess): Child {
    if (stopping) throw new Error('the run is over')
    const logFile = join(directory, `${name}.log`)
    const log = openSync(logFile, 'a')
    const child = start(log)
    closeSync(log)
    child.once('error', onCrash)
    child.once('exit', (code, signal) => {
      if (stopping) return
      const output = readFileSync(logFile, 'utf8').slice(-SHOWN_LOG_CHARS)
      onCrash(new Error(`${name} ended unexpectedly (${signal ?? code}); its output ends with:\n${output}`))
    })
    if (child.pid === undefined) throw new Error(`${name} could not be started`)
    started.push(child)
    return { pid: child.pid, process: child }
  }

  process.once('exit', () => {
    for (const child of started) killGroup(child)
  })

  return {
    spawn: (name, command, args, environment = process.env) =>
      watch(name, (log) =>
        spawn(command, args, { env: environment, stdio: ['ignore', log, log], detached: true }),
      ),
    fork: (name, file, args = []) =>
      watch(name, (log) =>
        fork(fileURLToPath(new URL(file, import.meta.url)), args, {
          stdio: ['ignore', log, log, 'ipc'],
          detached: true,
        }),
      ),
    async stopAll() {
      stopping = true
      for (let child = started.pop(); child; child = started.pop()) await stop(child)
    },
  }
}

function isRunning(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null
}

async function stop(child: ChildProcess): Promise<void> {
  if (isRunning(child)) {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
    await gone
    clearTimeout(impatient)
  }
  killGroup(child)
}

/** Workers outlive a master that was killed. */
function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody is left.
  }
}
