// `headgate credential`: the credentials that the gateway holds.
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { addClearCooldown } from './clear-cooldown.ts'
import { addListCredentials } from './list-credentials.ts'
import { addProbeCredential } from './probe-credential.ts'
import { addRefreshCredential } from './refresh-credential.ts'
import { addRemoveCredential } from './remove-credential.ts'
import { addRotateCredential } from './rotate-credential.ts'

export function addCredential(program: Command, cli: Cli): void {
  const credential = program.command('credential').description('List, try, rotate and remove credentials.')
  addListCredentials(credential, cli)
  addProbeCredential(credential, cli)
  addRotateCredential(credential, cli)
  addRefreshCredential(credential, cli)
  addClearCooldown(credential, cli)
  addRemoveCredential(credential, cli)
}
