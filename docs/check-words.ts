// Fails when a word that the glossary has replaced comes back into the code.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

interface Word {
  readonly pattern: RegExp
  readonly instead: string
}

const WORDS: readonly Word[] = [
  // `refusal` is a stop reason of Anthropic's, and a connection can be refused.
  {
    pattern: /\b(?:refuse|refuses|refusing|refusals)\b|\b(?:is|are|was|be|been) refused\b/i,
    instead: 'deny (the gateway) or reject (an upstream)',
  },
  { pattern: /\bown[- ]paths\b/i, instead: 'AWS-native paths' },
  { pattern: /\bcallersOwn\b|\bOwnAnswer\b/, instead: "caller's credential, local response" },
  { pattern: /\bisResting\b|\bresting credential/i, instead: 'cooldown' },
  { pattern: /\bquotas? per (?:minute|project|key)\b/i, instead: 'limit' },
]

const FILES = execFileSync('git', ['ls-files', '*.ts', '*.tsx'], { encoding: 'utf8' })
  .split('\n')
  .filter((name) => name !== '' && name !== 'docs/check-words.ts')

const problems = FILES.flatMap((name) =>
  readFileSync(name, 'utf8')
    .split('\n')
    .flatMap((line, i) =>
      WORDS.filter(({ pattern }) => pattern.test(line)).map(
        ({ instead }) => `${name}:${i + 1}: ${line.trim().slice(0, 80)}  (say: ${instead})`,
      ),
    ),
)

if (problems.length > 0) {
  process.stderr.write(`${problems.join('\n')}\n`)
  process.exitCode = 1
}
