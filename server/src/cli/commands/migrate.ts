// `headgate migrate`: on the machine of the server or with its DATABASE_URL; it asks no running gateway.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import type { CommonOptions } from '../common-options.ts'
import { writeJson } from '../write-json.ts'

interface Options extends CommonOptions {
  readonly list?: true
}

export function addMigrate(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description('bring the database up to date')
    .option('--list', 'only show what is pending')
    .option('--json', 'the names as JSON')
    .addHelpText(
      'after',
      '\nThe database is that of the environment: DATABASE_URL, or the embedded one in\nHEADGATE_DATA_DIR. Several may run at once: one migrates, the others wait.',
    )
    .action(async (_options, command: Command) => {
      const { list = false, json } = command.optsWithGlobals<Options>()
      const { applied, pending } = await migrate(cli, list)
      if (json) writeJson(cli.out, { applied, pending })
      else cli.out.write(list ? words('pending', pending) : words('applied', applied))
    })
}

function words(state: 'pending' | 'applied', names: readonly string[]): string {
  if (names.length === 0) return 'The database is up to date.\n'
  return names.map((name) => `${state}  ${name}\n`).join('')
}

async function migrate({ env, progress }: Cli, onlyList: boolean) {
  // Loaded here: other commands need nothing of the server.
  const server = await import('../../migrate.ts')
  try {
    return await server.migrate({ ...env }, onlyList, (message) => progress.write(`${message}\n`))
  } catch (error) {
    if (error instanceof Error && error.name === 'ConfigError') throw new CliError(error.message)
    throw databaseTrouble(error)
  }
}

const AWAY = /ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN/

/** @returns the same when it is none that is known. */
function databaseTrouble(error: unknown): unknown {
  const { code, cause, message } = error as { code?: string; cause?: { code?: string }; message?: string }
  const known = [code, cause?.code, message].find((text) => AWAY.test(text ?? ''))
  if (known !== undefined)
    return new CliError(`The database does not answer (${AWAY.exec(known)![0]}). Is DATABASE_URL right?`)
  const state = code ?? cause?.code ?? ''
  if (state.startsWith('28'))
    return new CliError('The database rejects the user or password of DATABASE_URL.')
  if (state === '3D000')
    return new CliError('The database of DATABASE_URL does not exist yet; "headgate migrate" makes it.')
  return error
}
