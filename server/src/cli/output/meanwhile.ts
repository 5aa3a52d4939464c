// A line that is shown on a terminal while something takes time.
import type { ReadStream } from 'node:tty'
import type { Cli } from '../cli.ts'
import { printable } from './screen.ts'

export async function meanwhile<T>(
  { progress, terminal }: Pick<Cli, 'progress' | 'terminal'>,
  message: string,
  work: Promise<T>,
): Promise<T> {
  if (!progress.isTerminal) return work
  const text = printable(message).slice(0, progress.columns - 1)
  progress.write(text)
  const restore = terminal && quietInput(terminal.input)
  try {
    return await work
  } finally {
    restore?.()
    progress.write(`\r${' '.repeat(text.length)}\r`)
  }
}

const CTRL_C = 0x03

/**
 * Keeps what is typed between two questions off the screen: it may be a secret that was pasted too early.
 * @returns a function that restores the terminal
 */
function quietInput(input: ReadStream): () => void {
  const onData = (chunk: Buffer | string) => {
    // In raw mode Ctrl-C arrives as a character.
    if (Buffer.from(chunk).includes(CTRL_C)) process.kill(process.pid, 'SIGINT')
  }
  input.setRawMode(true)
  input.on('data', onData)
  input.resume()
  return () => {
    input.off('data', onData)
    input.pause()
    input.setRawMode(false)
  }
}
