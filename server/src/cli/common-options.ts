// Options that every command understands, and what a script has to give.
import { openAsk, type Ask } from './ask.ts'
import type { Cli } from './cli.ts'
import { CliError } from './cli-error.ts'

export interface CommonOptions {
  readonly url?: string
  readonly json?: true
  /** False with `--no-input`. */
  readonly input: boolean
}

/** Null where nobody is to be asked. */
export function askOf(cli: Pick<Cli, 'terminal' | 'hidden'>, { input }: CommonOptions): Ask | null {
  return input ? openAsk(cli) : null
}

/** @throws CliError naming all that is missing, in one line. */
export function requireOptions(missing: Readonly<Record<string, unknown>>): void {
  const names = Object.keys(missing).filter((name) => missing[name] === undefined)
  if (names.length === 0) return
  throw new CliError(`Missing: ${names.join(', ')}. Without a terminal nothing is asked.`)
}
