import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { curlCommand } from './curl-command.ts'

/** The words that a shell makes of a command. */
function wordsOf(command: string): string[] {
  const script = command.replace(/^curl/, String.raw`printf '%s\0'`)
  return execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)
}

const call = {
  method: 'POST',
  path: '/v1/messages?beta=true',
  headers: { 'anthropic-version': '2023-06-01' },
  body: `{"content":"it's $HOME and \`date\`\\n"}`,
}

describe('a curl command', () => {
  it('means the call, whatever is in it', () => {
    expect(wordsOf(curlCommand('https://gateway.example', call))).toEqual([
      '-X',
      'POST',
      'https://gateway.example/v1/messages?beta=true',
      '-H',
      'x-api-key: hg_live_YOUR_KEY',
      '-H',
      'anthropic-version: 2023-06-01',
      '--data-raw',
      call.body,
    ])
  })

  it('adds no second key and no body', () => {
    const headers = { Authorization: 'Bearer hg_live_x' }
    expect(
      wordsOf(curlCommand('http://x', { method: 'GET', path: '/v1/models', headers, body: null })),
    ).toEqual(['http://x/v1/models', '-H', 'Authorization: Bearer hg_live_x'])
  })
})
