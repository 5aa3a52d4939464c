// Puts a new key first in the key file that the server generated.
import { randomBytes } from 'node:crypto'
import { chownSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { CliError } from '../../output/errors.ts'

/** @returns the ID of the new key @throws CliError when the file is missing, or another command is changing it */
export function addFileKey(path: string): string {
  // The draft's name is the lock: only one of two commands can create it. The key file itself is always complete.
  const draft = `${path}.new`
  try {
    writeFileSync(draft, '', { mode: 0o600, flag: 'wx' })
  } catch (error) {
    throw explainKeyFileError(error, draft)
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
    throw explainKeyFileError(error, path)
  }
}

function freeId(taken: readonly string[]): string {
  let number = taken.length + 1
  while (taken.includes(`k${number}`)) number++
  return `k${number}`
}

function explainKeyFileError(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT')
    return new CliError(
      `${path} does not exist. Run this command on the server's machine, with its HEADGATE_DATA_DIR or with --data-dir.`,
    )
  if (code === 'EEXIST')
    return new CliError(
      `${path} exists: another command is changing the keys. If no such command is running, delete this file and try again.`,
    )
  if (code === 'EACCES' || code === 'EPERM')
    return new CliError(
      `${path} cannot be changed by this user. Run the command as the user that runs the server.`,
    )
  return error
}
