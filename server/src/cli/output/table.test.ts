import { expect, test } from 'vitest'
import { screenOf } from './screen.ts'
import { tableLines } from './table.ts'

const pipe = screenOf({ write: () => true }, {})
const terminal = (columns: number, env = {}) => screenOf({ write: () => true, isTTY: true, columns }, env)

test('a table fits its terminal and is one line per row in a pipe', () => {
  const rows = [
    [{ text: 'stream' }, { text: '12 ms', align: 'right' as const }, { text: `${'word '.repeat(30)}end` }],
    [{ text: 'count_tokens' }, { text: '1 ms', align: 'right' as const }, { text: 'x'.repeat(200) }],
  ]
  const narrow = tableLines(terminal(60, { NO_COLOR: '1' }), rows, 2)
  for (const line of narrow) expect(line.length).toBeLessThanOrEqual(60)
  expect(narrow[0]).toMatch(/^ {2}stream {8}12 ms {2}word word/)
  expect(narrow.join('').replaceAll(/[^x]/g, '')).toHaveLength(200)
  expect(tableLines(pipe, rows)).toHaveLength(2)
  expect(tableLines(terminal(1), rows).length).toBeGreaterThan(2)
  expect(tableLines(pipe, [])).toEqual([])
})

test('characters that move the cursor are shown as question marks', () => {
  expect(tableLines(pipe, [[{ text: 'a\u001b[2Jb\u202ec\nd' }]])).toEqual(['a?[2Jb?c?d'])
})
