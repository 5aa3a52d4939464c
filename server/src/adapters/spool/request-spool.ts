// Finished calls on disk, in segments that are written once and removed once they are in the database.
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RequestSpool } from '../../core/requests/request-log.ts'

const ENDING = '.ndjson'
const ASIDE = `${ENDING}.rejected`

export function openRequestSpool(directory: string): RequestSpool {
  let sequence = 0
  const ready = mkdir(directory, { recursive: true, mode: 0o700 })
  const pathOf = (segment: string) => join(directory, segment)
  return {
    async write(lines) {
      await ready
      const segment = `${Date.now()}-${process.pid}-${sequence++}${ENDING}`
      await writeFile(pathOf(segment), `${lines.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
      return segment
    },
    async read(segment) {
      const text = await readFile(pathOf(segment), 'utf8')
      // A crash may have cut the last line.
      return text.split('\n').slice(0, -1)
    },
    remove: (segment) => rm(pathOf(segment), { force: true }),
    setAside: (segment) => rename(pathOf(segment), `${pathOf(segment)}.rejected`),
    async countAside() {
      await ready
      const aside = (await readdir(directory)).filter((name) => name.endsWith(ASIDE))
      const texts = await Promise.all(aside.map((name) => readFile(pathOf(name), 'utf8').catch(() => '')))
      return texts.reduce((sum, text) => sum + text.split('\n').length - 1, 0)
    },
    async bringBack() {
      await ready
      for (const name of await readdir(directory))
        if (name.endsWith(ASIDE)) await rename(pathOf(name), pathOf(name.slice(0, -'.rejected'.length)))
    },
    async leftBehind(idleMs) {
      await ready
      const segments = (await readdir(directory)).filter((name) => name.endsWith(ENDING)).sort()
      const idle: string[] = []
      for (const segment of segments) {
        const found = await stat(pathOf(segment)).catch(() => null)
        if (found && Date.now() - found.mtimeMs >= idleMs) idle.push(segment)
      }
      return idle
    },
  }
}
