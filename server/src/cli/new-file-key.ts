// Puts a fresh key before the others in the key file that the server generated.
import { randomBytes } from 'node:crypto'
import { chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { CliError } from './cli-error.ts'

/** @returns the id of the new key. @throws CliError when there is no such file, or somebody else is changing it. */
export function addFileKey(path: string): string {
  // Its name is the lock: of two at once, one is denied. The file itself is whole at any moment.
  const draft = `${path}.new`
  try {
    writeFileSync(draft, '', { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw explained(error, draft)
  }
  try {
    const old = readFileSync(path, 'utf8').trim()
    const id = freeId(old.split(',').map((entry) => entry.trim().split(':')[0]!))
    writeFileSync(draft, `${id}:${randomBytes(32).toString('base64')},${old}\n`, { flush: true })
    const { uid, gid } = statSync(path)
    chownSync(draft, uid, gid)
    renameSync(draft, path)
    return id
  } catch (error) {
    rmSync(draft, { force: true })
    throw explained(error, path)
  }
}

function freeId(taken: readonly string[]): string {
  let number = taken.length + 1
  while (taken.includes(`k${number}`)) number++
  return `k${number}`
}

function explained(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT')
    return new CliError(
      `There is no ${path}. Run this on the machine of the server, with its HEADGATE_DATA_DIR (or --data-dir).`,
    )
  if (code === 'EEXIST')
    return new CliError(
      `${path} is there: another command is changing the keys. If none is, remove that file.`,
    )
  if (code === 'EACCES' || code === 'EPERM') return new CliError(`${path} may not be changed by this user.`)
  return error
}
