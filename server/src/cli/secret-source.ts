// Where a script's secret comes from: a file or standard input, never an argument.
import { readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import type { Cli } from './cli.ts'
import { CliError } from './cli-error.ts'
import { fileTrouble } from './file-trouble.ts'

export interface SecretOptions {
  readonly secretFile?: string
  readonly secretStdin?: true
}

const MOST_BYTES = 256 * 1024

export function addSecretOptions(command: Command): Command {
  return command
    .option('--secret-file <path>', 'file that holds the secret')
    .option('--secret-stdin', 'read the secret from standard input')
}

/** @returns null when none of the options is given. @throws CliError without any of the text. */
export async function readSecretText(
  { input, hidden }: Pick<Cli, 'input' | 'hidden'>,
  { secretFile, secretStdin }: SecretOptions,
): Promise<string | null> {
  if (secretFile !== undefined && secretStdin)
    throw new CliError('--secret-file and --secret-stdin are both there: one of them is enough.')
  if (secretFile === undefined && !secretStdin) return null
  const text = secretFile === undefined ? await readInput(input, 'the secret') : readFileText(secretFile)
  if (text.trim() === '')
    throw new CliError(`${secretFile ?? 'Standard input'} is empty: it should hold the secret.`)
  for (const line of text.split(/[\r\n]+/)) hidden.hide(line.trim())
  return text
}

/** @throws CliError when it is a terminal, where it would be shown. */
export async function readInput(input: Cli['input'], what: string): Promise<string> {
  if (input.isTTY)
    throw new CliError(`Standard input is a terminal, where ${what} would be shown. Pipe it in instead.`)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > MOST_BYTES) throw new CliError(`Standard input is too long for ${what}.`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function readFileText(path: string): string {
  try {
    if (statSync(path).size > MOST_BYTES) throw new CliError(`${path} is too long.`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw error instanceof CliError ? error : new CliError(fileTrouble(error, path))
  }
}
