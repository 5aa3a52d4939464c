// `headgate migrate`: updates the database itself, with the server's environment; needs no running gateway.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { CliError } from '../output/errors.ts'
import type { CommonOptions } from '../input/common-options.ts'
import { writeJson } from '../output/screen.ts'

interface Options extends CommonOptions {
  readonly list?: true
}

export function addMigrate(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description('Update the database to this version.')
    .option('--list', 'Only list the pending migrations.')
    .option('--json', 'Print the names as JSON.')
    .addHelpText(
      'after',
      '\nUses DATABASE_URL, or the embedded database in HEADGATE_DATA_DIR. If several run\nat once, one migrates and the others wait.',
    )
    .action(async (_options, command: Command) => {
      const { list = false, json } = command.optsWithGlobals<Options>()
      const { applied, pending } = await migrate(cli, list)
      if (json) writeJson(cli.out, { applied, pending })
      else cli.out.write(list ? listMigrations('pending', pending) : listMigrations('applied', applied))
    })
}

function listMigrations(state: 'pending' | 'applied', names: readonly string[]): string {
  if (names.length === 0) return 'The database is up to date.\n'
  return names.map((name) => `${state}  ${name}\n`).join('')
}

async function migrate({ env, progress }: Cli, onlyList: boolean) {
  // Loaded only here: other commands need no module of the server.
  const server = await import('../../migrate.ts')
  try {
    return await server.migrate({ ...env }, onlyList, (message) => progress.write(`${message}\n`))
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigError') throw new CliError(error.message)
    throw explainDatabaseError(error)
  }
}

const NO_CONNECTION = /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN/

/** @returns the same error when it has no plain words */
function explainDatabaseError(error: unknown): unknown {
  const { code, cause, message } = error as { code?: string; cause?: { code?: string }; message?: string }
  const known = [code, cause?.code, message].find((text) => NO_CONNECTION.test(text ?? ''))
  if (known !== undefined)
    return new CliError('The database does not answer. Is it running? Check DATABASE_URL.')
  const state = code ?? cause?.code ?? ''
  if (state.startsWith('28'))
    return new CliError('The database denied the login. Check the user and password in DATABASE_URL.')
  if (state === '3D000')
    return new CliError(
      'The database in DATABASE_URL does not exist yet. To create it, run: headgate migrate',
    )
  return error
}
