// The command line: arguments in, a running gateway asked, an exit code out.
import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { CliError, EXIT_TROUBLE } from './cli-error.ts'
import { hiddenSecrets } from './hidden-secrets.ts'
import { makeProgram } from './program.ts'
import { printable, screenOf } from './screen.ts'
import { EXIT_INTERRUPTED, Stopped } from './stopped.ts'

// Who stops reading (`| head`) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const { stdin, stdout, stderr } = process
const isTerminal = stdin.isTTY && stderr.isTTY

// As the first process of a container it would get neither of them without a listener.
for (const [signal, code] of [
  ['SIGINT', EXIT_INTERRUPTED],
  ['SIGTERM', 143],
] as const)
  process.on(signal, () => {
    giveTerminalBack()
    process.exit(code)
  })

function giveTerminalBack(): void {
  if (!isTerminal) return
  stdin.setRawMode(false)
  stderr.write('\u001b[?25h\n')
}

const hidden = hiddenSecrets()
const clean = (text: string) => hidden.without(text)
const program = makeProgram({
  env: process.env,
  input: stdin,
  terminal: isTerminal ? { input: stdin, output: stderr } : null,
  out: screenOf(stdout, process.env, clean),
  progress: screenOf(stderr, process.env, clean),
  hidden,
  setExitCode(code) {
    process.exitCode = code
  },
})

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) {
    // It has said why already, and ends with 0 for help.
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_TROUBLE
  } else if (error instanceof Stopped) {
    process.exitCode = EXIT_INTERRUPTED
  } else {
    const words = error instanceof CliError ? printable(error.message) : inspect(error)
    stderr.write(`headgate: ${clean(words)}\n`)
    process.exitCode = error instanceof CliError ? error.exitCode : EXIT_TROUBLE
  }
}
