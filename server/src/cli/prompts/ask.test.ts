import { expect, test } from 'vitest'
import { wrapMessage } from './ask.ts'

test('a message is wrapped at spaces and addresses stay whole', () => {
  const url = `https://example.com/${'x'.repeat(40)}`
  expect(wrapMessage(`one two three\n${url} end`, 9).split('\n')).toEqual(['one two', 'three', url, 'end'])
})
