// `headgate rotate-encryption-key`: encrypts all stored secrets with the first encryption key.
import { join } from 'node:path'
import type { Command } from 'commander'
import type { RotatedEncryptionKey } from '@headgate/shared/system'
import type { Cli } from '../../cli.ts'
import { CliError, EXIT_WRONG } from '../../output/errors.ts'
import { connect } from '../../connect/connect.ts'
import { addFileKey } from './new-file-key.ts'
import { printable } from '../../output/screen.ts'

interface Options {
  readonly url?: string
  readonly newKey?: true
  readonly dataDir?: string
  readonly json?: true
}

const HELP = `
To change HEADGATE_ENCRYPTION_KEYS without downtime:
  1. Add the new key after the old one. Restart all servers, one by one.
  2. Move the new key to the front. Restart all servers again.
  3. Run this command. You can stop it and run it again.
  4. When it says so, remove the old key and restart.
With the generated key file: run it with --new-key, restart the server, then run
it again without --new-key.
Exit codes: 0 done, 1 some secrets still use another key, 2 it could not run.`

export function addRotateEncryptionKey(program: Command, cli: Cli): void {
  program
    .command('rotate-encryption-key')
    .description('Encrypt all stored secrets with the first encryption key, without downtime.')
    .option('--new-key', 'Only add a new key to the generated key file; restart the server after that.')
    .option('--data-dir <dir>', 'Directory of the key file (default: HEADGATE_DATA_DIR or ./data).')
    .option('--json', 'Print the result as JSON.')
    .addHelpText('after', HELP)
    .action(async (_options, command: Command) => {
      const options = command.optsWithGlobals<Options>()
      if (options.newKey) newKey(cli, options)
      else await rotate(cli, options)
    })
}

function newKey({ env, out }: Cli, { dataDir, json }: Options): void {
  if (env.HEADGATE_ENCRYPTION_KEYS)
    throw new CliError(
      'Your keys are in HEADGATE_ENCRYPTION_KEYS, not in a file. Add a new one there, such as "k2:$(openssl rand -base64 32)".',
    )
  const path = join(dataDir ?? (env.HEADGATE_DATA_DIR || './data'), 'encryption.key')
  const keyId = addFileKey(path)
  if (json) return out.write(`${JSON.stringify({ keyId, path })}\n`)
  out.write(
    `Added the new key ${keyId} to ${path}, before the old ones.\n` +
      'Restart the server, then run: headgate rotate-encryption-key\n',
  )
}

async function rotate(cli: Cli, { url, json }: Options): Promise<void> {
  const result = await connect(cli, url).ask((gateway) => gateway.system.rotateEncryptionKey.mutate())
  cli.out.write(json ? `${JSON.stringify(result, null, 2)}\n` : summarize(result))
  if (!result.complete) cli.setExitCode(EXIT_WRONG)
}

function summarize({ keyId, resealed, failed, envelopes, complete }: RotatedEncryptionKey): string {
  const total = envelopes.find((counted) => counted.keyId === keyId)?.count ?? 0
  const others = envelopes.filter((counted) => counted.keyId !== keyId)
  return [
    `Encrypted ${resealed} secrets again. ${total} secrets now use the key ${keyId}.`,
    ...others.map((other) => `${other.count} secrets still use the key ${other.keyId}.`),
    ...failed.map(({ of, reason }) => `Could not decrypt ${printable(of)}: ${printable(reason)}`),
    complete
      ? 'The other keys are no longer needed. You can remove them and restart the servers.'
      : 'Keep the other keys for now. Give all servers the same keys in the same order, then run this command again.',
  ]
    .map((line) => `${line}\n`)
    .join('')
}
