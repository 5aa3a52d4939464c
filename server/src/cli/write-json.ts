// The one document that `--json` puts on stdout.
import type { Screen } from './screen.ts'

export function writeJson(out: Screen, value: unknown): void {
  out.write(`${JSON.stringify(value, null, 2)}\n`)
}
