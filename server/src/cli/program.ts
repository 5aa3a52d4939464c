// All commands, one file each in commands/.
import { Command } from 'commander'
import type { Cli } from './cli.ts'
import { addCredential } from './commands/credential.ts'
import { addDoctor } from './commands/doctor.ts'
import { addLogin } from './commands/login.ts'
import { addRecoverOwner } from './commands/recover-owner.ts'
import { addRotateEncryptionKey } from './commands/rotate-encryption-key.ts'

export function makeProgram(cli: Cli): Command {
  const program = new Command('headgate')
    .description('Commands for a running Headgate gateway.')
    .option('--url <url>', 'address of the gateway (default: HEADGATE_URL, or http://127.0.0.1:$PORT)')
    .option('--no-input', 'ask nothing, even in a terminal')
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(cli.out.columns, 80) })
    .addHelpText('after', '\nThe admin credential is read from HEADGATE_ADMIN_TOKEN.')
    .exitOverride()
  addLogin(program, cli)
  addDoctor(program, cli)
  addCredential(program, cli)
  addRecoverOwner(program, cli)
  addRotateEncryptionKey(program, cli)
  return program
}
