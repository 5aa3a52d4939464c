// The key file that is generated for the embedded database.
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Reads the key file, or makes one with a fresh key. Of several processes that start at once, one makes it. */
export function loadOrCreateKeyFile(path: string): string {
  const existing = readKeyFile(path)
  if (existing !== null) return existing
  // Whole before it has its name: a crash or another process never finds half a key.
  const draft = `${path}.${process.pid}.${randomBytes(6).toString('hex')}`
  try {
    const text = `k1:${randomBytes(32).toString('base64')}\n`
    writeFileSync(draft, text, { mode: 0o600, flag: 'wx', flush: true })
    linkSync(draft, path)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(path, 'utf8').trim()
}

function readKeyFile(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return (error as NodeJS.ErrnoException).code === code
}
