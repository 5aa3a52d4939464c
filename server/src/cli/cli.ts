// The parts of the process that commands use.
import type { ReadStream, WriteStream } from 'node:tty'
import type { HiddenSecrets } from './output/hidden-secrets.ts'
import type { Screen } from './output/screen.ts'

/** The streams on which a person is asked. */
export interface Terminal {
  readonly input: ReadStream
  readonly output: WriteStream
}

export interface Cli {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Standard input. */
  readonly input: AsyncIterable<Buffer | string> & { readonly isTTY?: boolean }
  /** Null in scripts, which are never asked anything. */
  readonly terminal: Terminal | null
  /** Standard output: results only. */
  readonly out: Screen
  /** Standard error: everything else. */
  readonly progress: Screen
  /** Secrets that were read and must not be shown. */
  readonly hidden: HiddenSecrets
  readonly setExitCode: (code: number) => void
}
