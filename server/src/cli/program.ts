// All commands, one file each in commands/.
import { Command } from 'commander'
import type { Cli } from './cli.ts'
import { addCall } from './commands/call.ts'
import { addCredential } from './commands/credential.ts'
import { addDoctor } from './commands/doctor.ts'
import { addKey } from './commands/key.ts'
import { addLogin } from './commands/login.ts'
import { addMigrate } from './commands/migrate.ts'
import { addProject } from './commands/project.ts'
import { addRecoverOwner } from './commands/recover-owner.ts'
import { addRotateEncryptionKey } from './commands/rotate-encryption-key.ts'

const HELP = `
The admin credential is read from the environment: HEADGATE_ADMIN_TOKEN, or the
file that HEADGATE_ADMIN_TOKEN_FILE names. It is the server's own, or an API
token (hga_...) that an owner has made; one of the role admin may do everything
here but rotate-encryption-key.
Exit codes: 0 done, 1 done and something is wrong, 2 not done, 130 interrupted.`

export function makeProgram(cli: Cli): Command {
  const program = new Command('headgate')
    .description('Commands for a running Headgate gateway.')
    .option('--url <url>', 'address of the gateway (default: HEADGATE_URL, or http://127.0.0.1:$PORT)')
    .option('--no-input', 'ask nothing, even in a terminal')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(cli.out.columns, 80), minWidthToWrap: 24 })
    .addHelpText('after', HELP)
    .exitOverride()
  addLogin(program, cli)
  addCredential(program, cli)
  addProject(program, cli)
  addKey(program, cli)
  addDoctor(program, cli)
  addCall(program, cli)
  addMigrate(program, cli)
  addRotateEncryptionKey(program, cli)
  addRecoverOwner(program, cli)
  return program
}
