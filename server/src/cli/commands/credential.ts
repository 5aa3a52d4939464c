// `headgate credential`: the credentials that the gateway holds.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { addClearCooldown } from './credential-clear-cooldown.ts'
import { addListCredentials } from './credential-list.ts'
import { addProbeCredential } from './credential-probe.ts'
import { addRefreshCredential } from './credential-refresh.ts'
import { addRemoveCredential } from './credential-remove.ts'
import { addRotateCredential } from './credential-rotate.ts'

export function addCredential(program: Command, cli: Cli): void {
  const credential = program.command('credential').description('list, probe, rotate and remove credentials')
  addListCredentials(credential, cli)
  addProbeCredential(credential, cli)
  addRotateCredential(credential, cli)
  addRefreshCredential(credential, cli)
  addClearCooldown(credential, cli)
  addRemoveCredential(credential, cli)
}
