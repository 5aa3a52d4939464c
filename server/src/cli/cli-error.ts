// What keeps a command from doing its work, in one line for the person at the terminal.

/** The work was done, and it found something wrong. */
export const EXIT_WRONG = 1
/** Wrong usage, no connection, no authorization. */
export const EXIT_TROUBLE = 2

export class CliError extends Error {
  override name = 'CliError'
  /** What the gateway calls it, where it was the gateway that denied. */
  readonly code: string | null
  readonly exitCode: number
  constructor(message: string, code: string | null = null, exitCode = EXIT_TROUBLE) {
    super(message)
    this.code = code
    this.exitCode = exitCode
  }
}
