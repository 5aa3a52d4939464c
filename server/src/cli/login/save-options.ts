// Options that both providers' logins have: the credential's names, and how it is tried and saved.
import type { Command } from 'commander'
import type { CommonOptions } from '../input/common-options.ts'
import { addSecretOptions, type SecretOptions } from '../input/secret-source.ts'
import type { SaveOptions } from './save-draft.ts'

export interface LoginOptions extends CommonOptions, SecretOptions, SaveOptions {
  readonly method?: string
  readonly accountId?: string
  readonly name?: string
  readonly endpointUrl?: string
}

export function addNameOptions(command: Command, example: string): Command {
  return command
    .option('--account-id <slug>', `Credential ID, such as ${example}`)
    .option('--name <name>', 'Display name (default: the credential ID).')
    .option('--endpoint-url <url>', 'Your own endpoint, for example a VPC endpoint or proxy.')
}

export function addSaveOptions(command: Command): Command {
  return addSecretOptions(command)
    .option('--model <id>', 'Model for the try (default: a small one).')
    .option('--no-probe', 'Save the credential without trying it first.')
    .option('--force', 'Save even if the credential does not work.')
}
