// Runs Claude Code in print mode, on loopback alone and with an empty home.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CLAUDE_CODE } from './claude-code-package.ts'

/** What print mode reports, as far as the tests look at it. */
export interface ClaudeCodeResult {
  readonly is_error: boolean
  readonly subtype: string
  readonly result: string
  readonly stop_reason: string | null
  readonly usage: Readonly<Record<string, unknown>>
  readonly modelUsage: Readonly<
    Record<string, { readonly inputTokens: number; readonly outputTokens: number }>
  >
}

/** Nothing but the gateway is to be called. */
const QUIET = {
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_TELEMETRY: '1',
}
const TIMEOUT_MS = 50_000

/** @param env where the gateway is and with which key */
export async function runClaudeCode(
  prompt: string,
  model: string,
  env: Readonly<Record<string, string>>,
): Promise<ClaudeCodeResult> {
  const home = mkdtempSync(join(tmpdir(), 'headgate-claude-code-'))
  try {
    const child = spawn(
      process.execPath,
      [CLAUDE_CODE, '-p', prompt, '--model', model, '--output-format', 'json'],
      {
        cwd: home,
        env: { PATH: process.env.PATH ?? '', HOME: home, ...QUIET, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        timeout: TIMEOUT_MS,
      },
    )
    let output = ''
    let errors = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
    await once(child, 'close')
    try {
      return JSON.parse(output) as ClaudeCodeResult
    } catch (cause) {
      throw new Error(`Claude Code gave no result: ${output}${errors}`, { cause })
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
