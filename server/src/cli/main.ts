// Entry point of the command line: runs one command and sets the exit code.
import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { CliError, errorLine, EXIT_INTERRUPTED, EXIT_TROUBLE, Stopped } from './output/errors.ts'
import { hiddenSecrets } from './output/hidden-secrets.ts'
import { makeProgram } from './program.ts'
import { screenOf, wrapMessage } from './output/screen.ts'

// The reader of the pipe has closed it (`| head`): nothing is left to do.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const { stdin, stdout, stderr } = process
const isTerminal = stdin.isTTY && stderr.isTTY

// The first process of a container gets these signals only if it listens.
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
const progress = screenOf(stderr, process.env, clean)
const program = makeProgram({
  env: process.env,
  input: stdin,
  terminal: isTerminal ? { input: stdin, output: stderr } : null,
  out: screenOf(stdout, process.env, clean),
  progress,
  hidden,
  setExitCode(code) {
    process.exitCode = code
  },
})

try {
  await program.parseAsync(process.argv)
} catch (error) {
  if (error instanceof CommanderError) {
    // Commander has printed the reason. Help ends with 0.
    process.exitCode = error.exitCode === 0 ? 0 : EXIT_TROUBLE
  } else if (error instanceof Stopped) {
    process.exitCode = EXIT_INTERRUPTED
  } else {
    const message =
      error instanceof CliError
        ? wrapMessage(errorLine(error.message), progress.columns)
        : errorLine(inspect(error))
    progress.write(`${message}\n`)
    process.exitCode = error instanceof CliError ? error.exitCode : EXIT_TROUBLE
  }
}
