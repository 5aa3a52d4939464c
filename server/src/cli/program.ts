// Puts all commands together; each has a file in commands/.
import { Command } from 'commander'
import type { Cli } from './cli.ts'
import { errorLine } from './output/errors.ts'
import { addCall } from './commands/call.ts'
import { addCredential } from './commands/credential/credential.ts'
import { addDoctor } from './commands/doctor.ts'
import { addKey } from './commands/key.ts'
import { addLogin } from './commands/login/login.ts'
import { addMigrate } from './commands/migrate.ts'
import { addProject } from './commands/project.ts'
import { addRecords } from './commands/records.ts'
import { addRecoverOwner } from './commands/recover-owner.ts'
import { addRotateEncryptionKey } from './commands/encryption-key/rotate-encryption-key.ts'

const HELP = `
Set HEADGATE_ADMIN_TOKEN to the server's admin token or to an API token
(hga_...), or HEADGATE_ADMIN_TOKEN_FILE to a file that contains it. An API token
with the role admin can run everything except rotate-encryption-key.
Exit codes: 0 done, 1 a problem was found, 2 not done, 130 interrupted.`

export function makeProgram(cli: Cli): Command {
  const program = new Command('headgate')
    .description('Manage a Headgate gateway.')
    .option('--url <url>', 'Gateway URL (default: HEADGATE_URL or http://127.0.0.1:$PORT).')
    .option('--no-input', 'Ask no questions, even in a terminal.')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(cli.out.columns, 80), minWidthToWrap: 24 })
    .addHelpText('after', HELP)
    .configureOutput({ outputError: (text, write) => write(`${errorLine(sentenceOf(text))}\n`) })
    .exitOverride()
  addLogin(program, cli)
  addCredential(program, cli)
  addProject(program, cli)
  addKey(program, cli)
  addDoctor(program, cli)
  addCall(program, cli)
  addMigrate(program, cli)
  addRecords(program, cli)
  addRotateEncryptionKey(program, cli)
  addRecoverOwner(program, cli)
  return program
}

/** Commander's errors look like "error: unknown command 'x'\n(Did you mean y?)\n". */
function sentenceOf(error: string): string {
  const text = error
    .replace(/^error: /, '')
    .trim()
    .replace(/\n\((.*)\)$/, '. $1')
  return `${text[0]!.toUpperCase()}${text.slice(1)}${/[.?)]$/.test(text) ? '' : '.'}`
}
