// The encryption keys at hand: the first seals, all open.
import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

export interface KeyRing {
  readonly sealing: EncryptionKey
  readonly byId: ReadonlyMap<string, EncryptionKey>
}

export interface EncryptionKey {
  readonly id: string
  /** 32 bytes. */
  readonly bytes: Uint8Array
}

/**
 * Reads `id:base64(32 bytes)`, comma separated, the first one sealing.
 * @throws Error naming the entry that is wrong, never its value.
 */
export function parseKeyRing(text: string): KeyRing {
  const keys = text.split(',').map((entry, i) => parseKey(entry.trim(), i + 1))
  const byId = new Map(keys.map((key) => [key.id, key]))
  if (byId.size < keys.length) throw new Error('two entries have the same id')
  return { sealing: keys[0]!, byId }
}

function parseKey(entry: string, position: number): EncryptionKey {
  const separator = entry.indexOf(':')
  const id = entry.slice(0, Math.max(separator, 0))
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
    throw new Error(
      `entry ${position} does not start with an id of letters, digits, "_" and "-", followed by ":"`,
    )
  }
  const bytes = Buffer.from(entry.slice(separator + 1), 'base64')
  if (bytes.length !== 32) throw new Error(`the key of entry ${position} is not 32 bytes in base64`)
  return { id, bytes }
}

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
