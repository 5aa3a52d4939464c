// `headgate rotate-encryption-key`: everything that is sealed comes under the first encryption key.
import { join } from 'node:path'
import type { Command } from 'commander'
import type { RotatedEncryptionKey } from '@headgate/shared/system'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import { connect } from '../connect.ts'
import { addFileKey } from '../new-file-key.ts'
import { printable } from '../screen.ts'

interface Options {
  readonly url?: string
  readonly newKey?: true
  readonly dataDir?: string
  readonly json?: true
}

const HELP = `
To change the keys of HEADGATE_ENCRYPTION_KEYS while serving:
  1. put the new key behind the old one and restart every server in turn;
  2. put it first and restart every server again;
  3. run this command; it may be stopped and run again;
  4. when it says so, take the old key out and restart.
With the generated key file: --new-key, restart the server, run this command.
Exit codes: 0 done, 1 something is still under another key, 2 it could not run.`

export function addRotateEncryptionKey(program: Command, cli: Cli): void {
  program
    .command('rotate-encryption-key')
    .description('seal all stored secrets anew with the first encryption key, while the server serves')
    .option('--new-key', 'only put a fresh key first in the generated key file; restart the server then')
    .option('--data-dir <dir>', 'of the key file (default: HEADGATE_DATA_DIR, or ./data)')
    .option('--json', 'the result as JSON')
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
      'The keys are in HEADGATE_ENCRYPTION_KEYS: put a new one there, such as "k2:$(openssl rand -base64 32)".',
    )
  const path = join(dataDir ?? (env.HEADGATE_DATA_DIR || './data'), 'encryption.key')
  const keyId = addFileKey(path)
  if (json) return out.write(`${JSON.stringify({ keyId, path })}\n`)
  out.write(
    `${path} begins with the new key ${keyId}; the old one stays behind it.\n` +
      'Restart the server, then run: headgate rotate-encryption-key\n',
  )
}

async function rotate(cli: Cli, { url, json }: Options): Promise<void> {
  const result = await connect(cli, url).ask((gateway) => gateway.system.rotateEncryptionKey.mutate())
  cli.out.write(json ? `${JSON.stringify(result, null, 2)}\n` : words(result))
  if (!result.complete) cli.setExitCode(1)
}

function words({ keyId, resealed, failed, envelopes, complete }: RotatedEncryptionKey): string {
  const total = envelopes.find((counted) => counted.keyId === keyId)?.count ?? 0
  const others = envelopes.filter((counted) => counted.keyId !== keyId)
  return [
    `${resealed} sealed anew; ${total} in all are under the key ${keyId}.`,
    ...others.map((other) => `${other.count} are still under the key ${other.keyId}.`),
    ...failed.map(({ of, reason }) => `Could not be opened: ${printable(of)}: ${printable(reason)}`),
    complete
      ? 'No other key is needed any more: you may take the old ones out and restart the servers.'
      : 'Keep the other keys. Give every server the same keys in the same order, then run this again.',
  ]
    .map((line) => `${line}\n`)
    .join('')
}
