// The generated key file of the embedded database.
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/** Reads the key file, or creates it with a new key. If several processes start at once, one creates it. */
export function loadOrCreateKeyFile(path: string): string {
  const existing = readKeyFile(path)
  if (existing !== null) return existing
  // Written completely before it gets its name, so that nobody reads half a key.
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
