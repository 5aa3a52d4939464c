// Why a file could not be read, in words.

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be read by this user',
  EPERM: 'may not be read by this user',
  EISDIR: 'is a directory',
}

export function fileTrouble(error: unknown, path: string): string {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException
  return `${path} ${REASONS[code] ?? `could not be read (${code})`}.`
}
