// Keeps what is typed between two questions off the screen: it may be a secret that was pasted too early.
import type { ReadStream } from 'node:tty'

const CTRL_C = 0x03

/** @returns what gives the terminal back. */
export function quietInput(input: ReadStream): () => void {
  const onData = (chunk: Buffer | string) => {
    // In raw mode Ctrl-C is a character like any other.
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
