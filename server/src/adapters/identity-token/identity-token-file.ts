// The machine's identity token in a file that its operator has named, such as a projected service account token of Kubernetes.
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { Secret } from '../../core/vault/secret.ts'
import {
  MAX_IDENTITY_TOKEN_BYTES,
  NO_IDENTITY_TOKEN,
  type IdentityToken,
  type IdentityTokenRead,
} from '../../core/oauth/federation/identity-token.ts'

/** A file system that hangs must not hold a refresh. */
const READ_TIMEOUT_MS = 5000
/** One byte more than the limit shows that the file is too long. A line break at the end is not part of the token. */
const MAX_BYTES = MAX_IDENTITY_TOKEN_BYTES + 64

/** @param path null when none is configured. Reasons name neither the path nor anything that was read. */
export function makeIdentityTokenFile(path: string | null): IdentityToken {
  return {
    isConfigured: path !== null,
    async read() {
      if (path === null) return { kind: 'unreadable', reason: NO_IDENTITY_TOKEN }
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<IdentityTokenRead>((resolve) => {
        timer = setTimeout(() => resolve(unreadable('could not be read within 5 s')), READ_TIMEOUT_MS)
      })
      try {
        return await Promise.race([readToken(path), late])
      } catch (error) {
        return unreadable(`could not be read${codeOf(error)}`)
      } finally {
        clearTimeout(timer)
      }
    },
  }
}

async function readToken(path: string): Promise<IdentityTokenRead> {
  // Opens without blocking, because opening a pipe that nobody writes to would wait for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    if (!(await file.stat()).isFile()) return unreadable('is no regular file')
    const text = (await readUpTo(file, MAX_BYTES)).toString('utf8').trim()
    return { kind: 'read', token: new Secret(text) }
  } finally {
    await file.close()
  }
}

async function readUpTo(file: FileHandle, limit: number): Promise<Buffer> {
  const buffer = Buffer.alloc(limit)
  let length = 0
  while (length < limit) {
    const { bytesRead } = await file.read(buffer, length, limit - length, null)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return buffer.subarray(0, length)
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT') return ': it does not exist'
  return typeof code === 'string' ? ` (${code})` : ''
}

function unreadable(what: string): IdentityTokenRead {
  return { kind: 'unreadable', reason: `The file of HEADGATE_IDENTITY_TOKEN_FILE ${what}.` }
}
