// `headgate records`: request records that the database rejected.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { connect } from '../connect/connect.ts'
import type { CommonOptions } from '../input/common-options.ts'
import { writeJson } from '../output/screen.ts'

export function addRecords(program: Command, cli: Cli): void {
  const records = program.command('records').description('Look after the request log.')
  records
    .command('replay')
    .description('Store again the records that the database rejected, once the cause is mended.')
    .option('--json', 'Print the number of records as JSON.')
    .action((_options, command: Command) => replay(cli, command.optsWithGlobals()))
}

async function replay(cli: Cli, { url, json }: CommonOptions): Promise<void> {
  const replayed = await connect(cli, url).ask((gateway) => gateway.system.replayRecords.mutate())
  if (json) return writeJson(cli.out, replayed)
  cli.out.write(
    replayed.records === 0
      ? 'No rejected records are waiting.\n'
      : `${replayed.records} records are stored again. "headgate call system.status" shows what is left.\n`,
  )
}
