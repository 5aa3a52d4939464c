// Words that are shown while something lasts, on a terminal.
import type { Cli } from './cli.ts'
import { quietInput } from './quiet-input.ts'
import { printable } from './screen.ts'

export async function meanwhile<T>(
  { progress, terminal }: Pick<Cli, 'progress' | 'terminal'>,
  words: string,
  work: Promise<T>,
): Promise<T> {
  if (!progress.isTerminal) return work
  const text = printable(words).slice(0, progress.columns - 1)
  progress.write(text)
  const restore = terminal && quietInput(terminal.input)
  try {
    return await work
  } finally {
    restore?.()
    progress.write(`\r${' '.repeat(text.length)}\r`)
  }
}
