// A terminal or a pipe: its width, and whether it shows colors.
import { styleText } from 'node:util'
import wrapAnsi from 'wrap-ansi'

export type Tone = 'good' | 'bad' | 'dim' | 'strong'

export interface Screen {
  readonly isTerminal: boolean
  /** Infinite in a pipe: nothing is wrapped there. */
  readonly columns: number
  write(text: string): void
  paint(tone: Tone, text: string): string
}

const STYLES = { good: 'green', bad: 'red', dim: 'dim', strong: 'bold' } as const
/** Assumed for a terminal that does not tell its width. */
export const USUAL_COLUMNS = 80

export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** @param clean removes secrets from a text */
export function screenOf(
  stream: OutputStream,
  env: Readonly<Record<string, string | undefined>>,
  clean: (text: string) => string = (text) => text,
): Screen {
  const isTerminal = stream.isTTY === true
  const colors = isTerminal && !env.NO_COLOR && env.TERM !== 'dumb'
  return {
    isTerminal,
    columns: isTerminal ? stream.columns || USUAL_COLUMNS : Infinity,
    write: (text) => void stream.write(clean(text)),
    paint: (tone, text) => (colors ? styleText(STYLES[tone], text, { validateStream: false }) : text),
  }
}

/** Replaces characters that move the cursor or change the direction of text: names and messages may come from anywhere. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?')
}

/** Wraps at spaces. A word longer than a line, such as an address, stays whole so that it can be copied. */
export function wrapMessage(text: string, columns: number): string {
  const lines = text.split('\n').map((line) => printable(line))
  return columns === Infinity ? lines.join('\n') : wrapAnsi(lines.join('\n'), columns)
}

/** Writes the one document that `--json` puts on stdout. */
export function writeJson(out: Screen, value: unknown): void {
  out.write(`${JSON.stringify(value, null, 2)}\n`)
}
