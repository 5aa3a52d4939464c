// What people read in a terminal, and scripts in a pipe.
import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { ProbeResult } from '@headgate/shared/credentials'
import { curlCommand } from './curl-command.ts'
import { runLines, summaryLine, type DoctorRun } from './doctor-report.ts'
import { screenOf } from './screen.ts'
import { tableLines } from './table.ts'

const stream = (more: object = {}) => ({ write: () => true, ...more })
const pipe = screenOf(stream(), {})
const terminal = (columns: number, env = {}) => screenOf(stream({ isTTY: true, columns }), env)

test('colours are for terminals whose person wants them', () => {
  expect(pipe.paint('bad', 'x')).toBe('x')
  expect(terminal(80).paint('bad', 'x')).toBe('\u001b[31mx\u001b[39m')
  expect(terminal(80, { NO_COLOR: '1' }).paint('bad', 'x')).toBe('x')
  expect(terminal(80, { NO_COLOR: '' }).paint('bad', 'x')).toContain('\u001b')
  expect(terminal(80, { TERM: 'dumb' }).paint('bad', 'x')).toBe('x')
})

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

test('what would move the cursor is shown as a question mark', () => {
  expect(tableLines(pipe, [[{ text: 'a\u001b[2Jb\u202ec\nd' }]])).toEqual(['a?[2Jb?c?d'])
})

test('a shell sends the command exactly as it was, and puts the key in', () => {
  const body = `{"a":"it's $HOME \`id\` \\"x\\" é"}`
  const request = { method: 'POST', path: `/v1/messages?x='1'`, headers: { 'anthropic-beta': "b'1" }, body }
  const [first, ...rest] = curlCommand('http://127.0.0.1:4100', request)
  const script = [first!.replace(/^curl/, `printf '%s\\n'`), ...rest].join('\n')
  const env = { PATH: process.env.PATH, HEADGATE_KEY: 'hg_live_x' }
  const sent = execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\n')
  expect(sent).toEqual([
    '-sS',
    '-N',
    '-i',
    '-X',
    'POST',
    `http://127.0.0.1:4100/v1/messages?x='1'`,
    '-H',
    'x-api-key: hg_live_x',
    '-H',
    "anthropic-beta: b'1",
    '--data-raw',
    body,
    '',
  ])
})

const RUN = {
  credential: { accountId: 'acc_a', provider: 'anthropic', method: 'api_key' },
  probe: {
    model: 'claude-haiku-4-5',
    upstreamModel: 'claude-haiku-4-5',
    checks: [
      { name: 'message', result: 'pass', detail: 'fine', request: null, status: 200, latencyMs: 12_345 },
      {
        name: 'stream',
        result: 'fail',
        detail: 'cut',
        request: { method: 'POST', path: '/v1/messages', headers: {}, body: '{"a":\n1,"b":"\u202e"}' },
        status: 200,
        latencyMs: 7,
      },
    ],
  } as Partial<ProbeResult> as ProbeResult,
} as DoctorRun

test('a run is a table, and each failure a command', () => {
  expect(runLines(pipe, RUN, 'http://h')).toEqual([
    'acc_a: claude-haiku-4-5 (anthropic api_key)',
    '  message  pass  12.3 s  fine',
    '  stream   FAIL    7 ms  cut',
    '',
    '  stream failed. The same call by hand:',
    "    curl -sS -N -i -X POST 'http://h/v1/messages' \\",
    '      -H "x-api-key: $HEADGATE_KEY" \\',
    `      --data-raw '{"a": 1,"b":"?"}'`,
  ])
  expect(summaryLine(pipe, [RUN, RUN])).toMatch(/^2 passed, 2 failed, 0 not offered\. Set HEADGATE_KEY/)
})
