// `headgate recover-owner`: works on the database itself, with the server's environment; needs no running gateway.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { CliError } from '../output/errors.ts'
import { printable, writeJson } from '../output/screen.ts'

export function addRecoverOwner(program: Command, cli: Cli): void {
  program
    .command('recover-owner')
    .description('Create a link with which a locked-out owner sets a new password.')
    .argument('<email>', "The owner's email address.")
    .option('--json', 'Print the link as JSON.')
    .addHelpText(
      'after',
      '\nRun it where the server runs, with the same environment (DATABASE_URL or\n' +
        'HEADGATE_DATA_DIR). The link works once and expires after one hour. Using it\n' +
        'signs the owner out everywhere and turns off the second factor.',
    )
    .action(async (email: string, _options, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: true }>()
      const made = await recover(cli, email)
      if (json) writeJson(cli.out, made)
      else
        cli.out.write(
          `To set a new password for ${printable(made.email)}, open this link within one hour:\n\n  ${made.link}\n\n`,
        )
    })
}

async function recover({ env, progress }: Cli, email: string) {
  // Loaded only here: other commands need no module of the server.
  const { recoverOwner } = await import('../../recover-owner.ts')
  try {
    return await recoverOwner({ ...env }, email, (message) => progress.write(`${message}\n`))
  } catch (error) {
    if (error instanceof Error && /^(?:ConfigError|DomainError)$/.test(error.name))
      throw new CliError(error.message)
    if (error instanceof Error && /entry_links/.test(error.message))
      throw new CliError('The database is from an older version. Run "headgate migrate", then try again.')
    throw error
  }
}
