// Text in columns. The last column takes the remaining width and is wrapped.
import wrapAnsi from 'wrap-ansi'
import { printable, type Screen, type Tone } from './screen.ts'

export interface Cell {
  readonly text: string
  readonly tone?: Tone
  readonly align?: 'right'
}

const GAP = 2
const MIN_WIDTH = 24

/** @returns lines without line breaks */
export function tableLines(
  screen: Pick<Screen, 'columns' | 'paint'>,
  rows: readonly (readonly Cell[])[],
  indent = 0,
): string[] {
  const clean = rows.map((row) => row.map((cell) => ({ ...cell, text: printable(cell.text) })))
  const widths = (clean[0] ?? []).map((_cell, at) => Math.max(...clean.map((row) => row[at]!.text.length)))
  const before = indent + widths.slice(0, -1).reduce((sum, width) => sum + width + GAP, 0)
  const last = Math.max(MIN_WIDTH, screen.columns - before)
  return clean.flatMap((row) => {
    const cells = row.slice(0, -1).map((cell, at) => painted(screen, cell, padded(cell, widths[at]!)))
    const [first = '', ...more] = wrapped(row.at(-1)!.text, last).map((line) =>
      painted(screen, row.at(-1)!, line),
    )
    const lead = `${' '.repeat(indent)}${cells.map((cell) => cell + ' '.repeat(GAP)).join('')}`
    return [lead + first, ...more.map((line) => ' '.repeat(before) + line)].map((line) => line.trimEnd())
  })
}

function padded({ text, align }: Cell, width: number): string {
  return align === 'right' ? text.padStart(width) : text.padEnd(width)
}

function painted({ paint }: Pick<Screen, 'paint'>, { tone }: Cell, text: string): string {
  return tone === undefined ? text : paint(tone, text)
}

function wrapped(text: string, width: number): string[] {
  return width === Infinity ? [text] : wrapAnsi(text, width, { hard: true }).split('\n')
}

export function headCells(...names: readonly string[]): Cell[] {
  return names.map((text) => ({ text, tone: 'dim' }))
}
