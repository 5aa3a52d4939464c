// `headgate recover-owner`: on the machine of the server, with its environment; it asks no running gateway.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import { printable } from '../screen.ts'

export function addRecoverOwner(program: Command, cli: Cli): void {
  program
    .command('recover-owner')
    .description('make a link that lets an owner who is locked out choose a new password')
    .argument('<email>', 'as the owner signs in')
    .option('--json', 'the link as JSON')
    .addHelpText(
      'after',
      '\nRun it where the server runs, with the same environment (DATABASE_URL or\n' +
        'HEADGATE_DATA_DIR). The link works once, for an hour. Using it ends every\n' +
        'session of the owner and turns the second factor off.',
    )
    .action(async (email: string, _options, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: true }>()
      const made = await recover(cli, email)
      if (json) cli.out.write(`${JSON.stringify(made, null, 2)}\n`)
      else
        cli.out.write(
          `Open this within an hour to choose a new password for ${printable(made.email)}:\n\n  ${made.link}\n\n`,
        )
    })
}

async function recover({ env, progress }: Cli, email: string) {
  // Loaded here: other commands need nothing of the server.
  const { recoverOwner } = await import('../../recover-owner.ts')
  try {
    return await recoverOwner({ ...env }, email, (message) => progress.write(`${message}\n`))
  } catch (error) {
    if (error instanceof Error && /^(?:ConfigError|DomainError)$/.test(error.name))
      throw new CliError(error.message)
    if (error instanceof Error && /entry_links/.test(error.message))
      throw new CliError('The database is of an older version: start the server once, then try again.')
    throw error
  }
}
