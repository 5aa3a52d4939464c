import { expect, test } from 'vitest'
import { screenOf, wrapMessage } from './screen.ts'

const pipe = screenOf({ write: () => true }, {})
const terminal = (columns: number, env = {}) => screenOf({ write: () => true, isTTY: true, columns }, env)

test('a terminal gets colors unless NO_COLOR or TERM say otherwise', () => {
  expect(pipe.paint('bad', 'x')).toBe('x')
  expect(terminal(80).paint('bad', 'x')).toBe('\u001b[31mx\u001b[39m')
  expect(terminal(80, { NO_COLOR: '1' }).paint('bad', 'x')).toBe('x')
  expect(terminal(80, { NO_COLOR: '' }).paint('bad', 'x')).toContain('\u001b')
  expect(terminal(80, { TERM: 'dumb' }).paint('bad', 'x')).toBe('x')
})

test('a message is wrapped at spaces and addresses stay whole', () => {
  const url = `https://example.com/${'x'.repeat(40)}`
  expect(wrapMessage(`one two three\n${url} end`, 9).split('\n')).toEqual(['one two', 'three', url, 'end'])
})
