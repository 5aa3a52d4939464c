// Fetches Claude Code ahead of the tests that run it, or says why not.
import { ensureClaudeCode } from './clients/claude-code-package.ts'

try {
  ensureClaudeCode()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
