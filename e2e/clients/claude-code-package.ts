// Claude Code as its npm package brings it. The package is far too large to be a dependency of the project: it is
// fetched once, when its tests are run.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const VERSION = '2.1.330'
const DIRECTORY = fileURLToPath(
  new URL(`../../node_modules/.cache/headgate/claude-code-${VERSION}/`, import.meta.url),
)
/** The package's own launcher, for installations without install scripts. */
export const CLAUDE_CODE = join(DIRECTORY, 'node_modules/@anthropic-ai/claude-code/cli-wrapper.cjs')

/** @throws Error with npm's words when it cannot be fetched. */
export function ensureClaudeCode(): void {
  if (existsSync(CLAUDE_CODE)) return
  mkdirSync(DIRECTORY, { recursive: true })
  const install = [
    'install',
    '--prefix',
    DIRECTORY,
    '--no-save',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ]
  const { status, error, stderr } = spawnSync('npm', [...install, `@anthropic-ai/claude-code@${VERSION}`], {
    encoding: 'utf8',
  })
  if (status === 0 && existsSync(CLAUDE_CODE)) return
  throw new Error(`Claude Code ${VERSION} could not be fetched from npm: ${error?.message ?? stderr}`, {
    cause: error,
  })
}
