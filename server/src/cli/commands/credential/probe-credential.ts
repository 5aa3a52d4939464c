// `headgate credential probe`: tries one saved credential.
import type { Command } from 'commander'
import type { Cli } from '../../cli.ts'
import { EXIT_WRONG } from '../../output/errors.ts'
import type { CommonOptions } from '../../input/common-options.ts'
import { countResults, runLines, summaryLine } from '../../output/doctor-report.ts'
import { findCredential } from '../../connect/find-named.ts'
import { meanwhile } from '../../output/meanwhile.ts'
import { openGateway } from '../../connect/open-gateway.ts'
import { describeProbe } from '../../output/describe-probe.ts'
import { printable } from '../../output/screen.ts'
import { writeJson } from '../../output/screen.ts'

interface Options extends CommonOptions {
  readonly model?: string
  readonly conformance?: boolean
}

export function addProbeCredential(credential: Command, cli: Cli): void {
  credential
    .command('probe')
    .description('Try a credential with one small message.')
    .argument('<credential>', 'Credential ID.')
    .option('--model <id>', 'Model to try it with (default: a small one).')
    .option('--conformance', 'Run all conformance checks: about a dozen tiny prompts.')
    .option('--json', 'Print the result as JSON.')
    .addHelpText('after', '\nExit codes: 0 it works, 1 it does not work, 2 it could not be tried.')
    .action((name: string, _options, command: Command) =>
      probe(cli, name, command.optsWithGlobals<Options>()),
    )
}

async function probe(cli: Cli, name: string, { url, json, model, conformance = false }: Options) {
  const gateway = await openGateway(cli, url)
  const credential = findCredential(gateway.credentials, name)
  const input = { id: credential.id, conformance, ...(model !== undefined && { model }) }
  const probing = gateway.ask((api) => api.credentials.probe.mutate(input))
  const result = await meanwhile(cli, `Trying ${credential.accountId}...`, probing)
  const run = { credential, probe: result }
  if (json) writeJson(cli.out, result)
  else if (!conformance) cli.out.write(`${printable(`${credential.accountId}: ${describeProbe(result)}`)}\n`)
  else cli.out.write(`${runLines(cli.out, run, gateway.url).join('\n')}\n\n${summaryLine(cli.out, [run])}\n`)
  if (!result.ok || countResults([run]).fail > 0) cli.setExitCode(EXIT_WRONG)
}
