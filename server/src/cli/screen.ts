// A terminal or a pipe: how wide it is, and whether it shows colours.
import { styleText } from 'node:util'

export type Tone = 'good' | 'bad' | 'dim' | 'strong'

export interface Screen {
  readonly isTerminal: boolean
  /** Infinite in a pipe: nothing is wrapped there. */
  readonly columns: number
  write(text: string): void
  paint(tone: Tone, text: string): string
}

const STYLES = { good: 'green', bad: 'red', dim: 'dim', strong: 'bold' } as const
const USUAL_COLUMNS = 80

export interface OutputStream {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

/** @param clean takes out of a text what must not be shown */
export function screenOf(
  stream: OutputStream,
  env: Readonly<Record<string, string | undefined>>,
  clean: (text: string) => string = (text) => text,
): Screen {
  const isTerminal = stream.isTTY === true
  const colours = isTerminal && !env.NO_COLOR && env.TERM !== 'dumb'
  return {
    isTerminal,
    columns: isTerminal ? stream.columns || USUAL_COLUMNS : Infinity,
    write: (text) => void stream.write(clean(text)),
    paint: (tone, text) => (colours ? styleText(STYLES[tone], text, { validateStream: false }) : text),
  }
}

/** Names and messages may come from anywhere: nothing in them moves the cursor or turns the text around. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '?')
}
