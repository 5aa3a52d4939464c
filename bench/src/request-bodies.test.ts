import { expect, test } from 'vitest'
import { largeBody, smallBody } from './request-bodies.ts'

test('a large body is as large as asked and full of escapes', () => {
  const body = largeBody(2 ** 20)
  expect(Buffer.byteLength(body)).toBeGreaterThan(2 ** 20)
  expect(Buffer.byteLength(body)).toBeLessThan(2 ** 20 * 1.02)
  expect(body.split('\\').length).toBeGreaterThan(10_000)
  expect(JSON.parse(body)).toMatchObject({ stream: false, model: 'claude-haiku-4-5' })
})

test('the upstream finds near the front whether a stream is asked for', () => {
  expect(smallBody(true).slice(0, 256)).toContain('"stream":true')
  expect(smallBody(false)).not.toContain('"stream":true')
})
