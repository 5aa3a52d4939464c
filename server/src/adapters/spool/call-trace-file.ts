// The calls that one process is serving, in a file that only it appends to.
import { appendFile, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallTraceFile } from '../../core/requests/request-log.ts'

const NAME = /^calls-.*\.trace$/

export function openCallTraceFile(directory: string): CallTraceFile {
  const path = join(directory, `calls-${process.pid}-${Date.now()}.trace`)
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
        const { mtimeMs } = await stat(found).catch(() => ({ mtimeMs: Infinity }))
        if (Date.now() - mtimeMs < idleMs) continue
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
