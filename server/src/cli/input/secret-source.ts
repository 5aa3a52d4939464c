// Reads a script's secret from a file or standard input, never from an argument.
import { readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { CliError, explainFileError } from '../output/errors.ts'

export interface SecretOptions {
  readonly secretFile?: string
  readonly secretStdin?: true
}

const MAX_BYTES = 256 * 1024

export function addSecretOptions(command: Command): Command {
  return command
    .option('--secret-file <path>', 'Read the secret from a file.')
    .option('--secret-stdin', 'Read the secret from standard input.')
}

/** @returns null when neither option is given @throws CliError that repeats nothing of the secret */
export async function readSecretText(
  { input, hidden }: Pick<Cli, 'input' | 'hidden'>,
  { secretFile, secretStdin }: SecretOptions,
): Promise<string | null> {
  if (secretFile !== undefined && secretStdin)
    throw new CliError('Use either --secret-file or --secret-stdin, not both.')
  if (secretFile === undefined && !secretStdin) return null
  const text = secretFile === undefined ? await readInput(input, 'the secret') : readFileText(secretFile)
  if (text.trim() === '')
    throw new CliError(`${secretFile ?? 'Standard input'} is empty. It must contain the secret.`)
  for (const line of text.split(/[\r\n]+/)) hidden.hide(line.trim())
  return text
}

/** @throws CliError when standard input is a terminal, which would show what is typed */
export async function readInput(input: Cli['input'], what: string): Promise<string> {
  if (input.isTTY)
    throw new CliError(`Standard input is a terminal, which would show ${what}. Pipe it in instead.`)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of input) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > MAX_BYTES) throw new CliError(`Standard input is too large for ${what}: at most 256 KB.`)
    chunks.push(bytes)
  }
  return Buffer.concat(chunks).toString('utf8')
}

export function readFileText(path: string): string {
  try {
    if (statSync(path).size > MAX_BYTES) throw new CliError(`${path} is too large: at most 256 KB.`)
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw error instanceof CliError ? error : new CliError(explainFileError(error, path))
  }
}
