import { expect, test } from 'vitest'
import type { Measurement } from './load-job.ts'
import { renderScenario, renderTable } from './report.ts'

const round: Measurement = {
  requests: 100,
  requestsPerSecond: 50,
  p50Ms: 1,
  p99Ms: 2,
  cpuMicrosPerRequest: 200,
  rssPeakBytes: 64 * 2 ** 20,
  answers: 120,
}
const scenario = { title: 'Small call', connections: 16 }

test('columns are as wide as their widest cell, numbers to the right', () => {
  const rows = [
    ['', 'ms'],
    ['nginx', '12.50'],
    ['gateway', '7'],
  ]
  expect(renderTable(rows).split('\n')).toEqual([
    '|         |    ms |',
    '| ------- | ----: |',
    '| nginx   | 12.50 |',
    '| gateway |     7 |',
  ])
})

test('the report shows the median of the rounds and compares with the bare proxy', () => {
  const cpu = (micros: number): Measurement => ({ ...round, cpuMicrosPerRequest: micros })
  const text = renderScenario(
    scenario,
    new Map([
      ['bare proxy', [cpu(100), cpu(900), cpu(200)]],
      ['gateway', [cpu(300), cpu(250), cpu(20)]],
    ]),
  )
  expect(text).toContain('### Small call (16 connections)')
  expect(text).toMatch(/\| bare proxy +\| +50 \| +1\.00 \| +2\.00 \| +200 \| +1\.00 × \| +64 \|/)
  expect(text).toMatch(/\| nginx +\| not installed \|/)
  expect(text).toMatch(/\| gateway +\|.*\| +250 \| +1\.25 × \|/)
})

test('what the platform does not tell is n/a', () => {
  const unknown: Measurement = { ...round, cpuMicrosPerRequest: null, rssPeakBytes: null }
  const text = renderScenario(scenario, new Map([['gateway', [unknown]]]))
  expect(text).toMatch(/\| gateway +\|.*\| +n\/a \| +n\/a \| +n\/a \|/)
})
