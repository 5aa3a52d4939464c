// What commands need of their process.
import type { Screen } from './screen.ts'

export interface Cli {
  readonly env: Readonly<Record<string, string | undefined>>
  /** Results. */
  readonly out: Screen
  /** What is going on meanwhile. */
  readonly progress: Screen
  readonly setExitCode: (code: number) => void
}
