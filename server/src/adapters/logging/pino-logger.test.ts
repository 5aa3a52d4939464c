import { expect, test } from 'vitest'
import { makePinoLogger } from './pino-logger.ts'

const KEY = `sk-ant-api03-${'x'.repeat(40)}9999`

function capture(level = 'debug') {
  const lines: string[] = []
  return { lines, log: makePinoLogger(level, { write: (line) => void lines.push(line) }) }
}

test('masks secrets in fields, messages, errors and causes', () => {
  const { lines, log } = capture()
  log.warn(
    { headers: { authorization: `Bearer ${KEY}` }, nested: { note: `key ${KEY}` } },
    `failed with ${KEY}`,
  )
  log.error({ error: new Error(`bad ${KEY}`, { cause: new Error(KEY) }) }, 'oops')
  expect(lines.join('')).not.toContain(KEY)
  expect(lines[0]).toContain('sk-ant-api...9999')
  expect(JSON.parse(lines[1]!)).toMatchObject({ level: 'error', msg: 'oops', error: { type: 'Error' } })
})

test('says whether debug lines are wanted', () => {
  expect(capture('info').log.isDebug()).toBe(false)
  expect(capture('debug').log.isDebug()).toBe(true)
})
