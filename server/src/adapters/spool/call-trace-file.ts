// The calls that one process is serving, in a file that only it appends to.
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { CallTraceFile } from '../../core/requests/request-log.ts'

const NAME = /^calls-(?<host>.*)-(?<pid>\d+)-\d+\.trace$/

export function openCallTraceFile(directory: string): CallTraceFile {
  const path = join(directory, `calls-${hostname()}-${process.pid}-${Date.now()}.trace`)
  const ready = mkdir(directory, { recursive: true, mode: 0o700 })
  const text = (lines: readonly string[]) => lines.map((line) => `${line}\n`).join('')
  return {
    async append(lines) {
      await ready
      await appendFile(path, text(lines), { mode: 0o600 })
    },
    async rewrite(lines) {
      await ready
      await writeFile(`${path}.new`, text(lines), { mode: 0o600 })
      await rename(`${path}.new`, path)
    },
    async touch() {
      const now = new Date()
      await utimes(path, now, now).catch(() => undefined)
    },
    async takeOver(idleMs) {
      await ready
      const traces: string[][] = []
      for (const name of (await readdir(directory)).filter((each) => NAME.test(each))) {
        const found = join(directory, name)
        if (found === path) continue
        if (!isProcessGone(name) && !(await isIdle(found, idleMs))) continue
        // Of several processes one succeeds.
        const claimed = `${found}.${process.pid}`
        if (
          !(await rename(found, claimed).then(
            () => true,
            () => false,
          ))
        )
          continue
        traces.push((await readFile(claimed, 'utf8')).split('\n').slice(0, -1))
        await rm(claimed, { force: true })
      }
      return traces
    },
    remove: () => rm(path, { force: true }),
  }
}

async function isIdle(path: string, idleMs: number): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
  return Date.now() - mtimeMs >= idleMs
}

/** Only this machine's processes can be looked for. One with this process's number was the one before it. */
function isProcessGone(name: string): boolean {
  const { host, pid } = NAME.exec(name)!.groups!
  if (host !== hostname()) return false
  if (Number(pid) === process.pid) return true
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
