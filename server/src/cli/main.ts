// The command line: arguments in, a running gateway asked, an exit code out.
import { inspect } from 'node:util'
import { CommanderError } from 'commander'
import { CliError, EXIT_TROUBLE } from './cli-error.ts'
import { makeProgram } from './program.ts'
import { printable, screenOf } from './screen.ts'

// Who stops reading (`| head`) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit()
})

const program = makeProgram({
  env: process.env,
  out: screenOf(process.stdout, process.env),
  progress: screenOf(process.stderr, process.env),
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
  } else {
    const words = error instanceof CliError ? printable(error.message) : inspect(error)
    process.stderr.write(`headgate: ${words}\n`)
    process.exitCode = EXIT_TROUBLE
  }
}
