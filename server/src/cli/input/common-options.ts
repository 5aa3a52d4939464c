// Options that every command understands, and the check for options that a script must give.
import { openAsk, type Ask } from '../prompts/ask.ts'
import type { Cli } from '../cli.ts'
import { CliError } from '../output/errors.ts'

export interface CommonOptions {
  readonly url?: string
  readonly json?: true
  /** False after `--no-input`. */
  readonly input: boolean
}

/** @returns null when no questions may be asked */
export function askOf(cli: Pick<Cli, 'terminal' | 'hidden'>, { input }: CommonOptions): Ask | null {
  return input ? openAsk(cli) : null
}

/** @throws CliError that lists all missing options in one line */
export function requireOptions(missing: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(missing).filter((name) => missing[name] === undefined)
  if (names.length === 0) return
  throw new CliError(`Missing: ${names.join(', ')}. Run the command in a terminal to be asked for it.`)
}
