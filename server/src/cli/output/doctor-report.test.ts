import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import type { ProbeResult } from '@headgate/shared/credentials'
import { curlCommand } from '@headgate/shared/curl-command'
import { runLines, summaryLine, type DoctorRun } from './doctor-report.ts'
import { screenOf } from './screen.ts'

const pipe = screenOf({ write: () => true }, {})

/** @returns the arguments that a shell passes on */
function argumentsOf([first, ...rest]: string[]): string[] {
  const script = [first!.replace(/^curl/, String.raw`printf '%s\0'`), ...rest].join('\n')
  const env = { PATH: process.env.PATH, HEADGATE_KEY: 'hg_live_x' }
  return execFileSync('sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1)
}

test('a shell repeats the call unchanged and fills in the key', () => {
  const body = `{"a":"it's $HOME \`id\` \\"x\\" é\\n",\n"b":1}`
  const request = { method: 'POST', path: `/v1/messages?x='1'`, headers: { 'anthropic-beta': "b'1" }, body }
  expect(argumentsOf(curlCommand('http://127.0.0.1:4100', '$HEADGATE_KEY', request)).slice(3)).toEqual([
    '-X',
    'POST',
    `http://127.0.0.1:4100/v1/messages?x='1'`,
    '-H',
    'x-api-key: hg_live_x',
    '-H',
    "anthropic-beta: b'1",
    '--data-raw',
    body,
  ])
  const models = { method: 'GET', path: '/v1/models', headers: {}, body: null }
  expect(curlCommand('http://h', 'hg_live_YOUR_KEY', models)).toEqual([
    "curl -sS -N -i -X GET 'http://h/v1/models' \\",
    '  -H "x-api-key: hg_live_YOUR_KEY"',
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

test('a run is shown as a table, and each failure as a command', () => {
  expect(runLines(pipe, RUN, 'http://h')).toEqual([
    'acc_a: claude-haiku-4-5 (Anthropic API key)',
    '  message  pass  12.3 s  fine',
    '  stream   FAIL    7 ms  cut',
    '',
    '  stream failed. To repeat the call:',
    "    curl -sS -N -i -X POST 'http://h/v1/messages' \\",
    '      -H "x-api-key: $HEADGATE_KEY" \\',
    `      --data-raw '{"a": 1,"b":"?"}'`,
  ])
  expect(summaryLine(pipe, [RUN, RUN])).toMatch(
    /^2 passed, 2 failed, 0 not offered\. To repeat a call, set HEADGATE_KEY/,
  )
})
