// Why a command stops, the one form in which it says so, and its exit codes.

/** The command ran and found a problem. */
export const EXIT_WRONG = 1
/** Wrong usage, no connection, no authorization. */
export const EXIT_TROUBLE = 2
/** What shells report for an interrupted program. */
export const EXIT_INTERRUPTED = 130

export class CliError extends Error {
  override name = 'CliError'
  /** The gateway's error code; null for errors found here. */
  readonly code: string | null
  readonly exitCode: number
  constructor(message: string, code: string | null = null, exitCode = EXIT_TROUBLE) {
    super(message)
    this.code = code
    this.exitCode = exitCode
  }
}

/** The person stopped the command with Ctrl-C or Escape, or declined to go on. */
export class Stopped extends Error {
  override name = 'Stopped'
}

/** Every error on stderr has this form. */
export function errorLine(message: string): string {
  return `headgate: ${message}`
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  EACCES: 'cannot be read by this user',
  EPERM: 'cannot be read by this user',
  EISDIR: 'is a directory, not a file',
}

/** Says why a file could not be read. */
export function explainFileError(error: unknown, path: string): string {
  const { code = 'unknown error' } = error as NodeJS.ErrnoException
  return `${path} ${FILE_ERRORS[code] ?? `could not be read (${code})`}.`
}
