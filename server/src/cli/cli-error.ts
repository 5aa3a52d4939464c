// What keeps a command from doing its work, in one line for the person at the terminal.

/** Wrong usage, no connection, no authorization; 1 is for work that was done and found something wrong. */
export const EXIT_TROUBLE = 2

export class CliError extends Error {
  override name = 'CliError'
}
