// What commands need of their process.
import type { ReadStream, WriteStream } from 'node:tty'
import type { HiddenSecrets } from './hidden-secrets.ts'
import type { Screen } from './screen.ts'

/** Where a person can be asked. */
export interface Terminal {
  readonly input: ReadStream
  readonly output: WriteStream
}

export interface Cli {
  readonly env: Readonly<Record<string, string | undefined>>
  /** What is piped in. */
  readonly input: AsyncIterable<Buffer | string> & { readonly isTTY?: boolean }
  /** Null in scripts, where nothing is ever asked. */
  readonly terminal: Terminal | null
  /** Results. */
  readonly out: Screen
  /** What is going on meanwhile. */
  readonly progress: Screen
  /** What was read and must not be shown. */
  readonly hidden: HiddenSecrets
  readonly setExitCode: (code: number) => void
}
