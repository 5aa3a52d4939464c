// `headgate credential probe`: tries one stored credential.
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { EXIT_WRONG } from '../cli-error.ts'
import type { CommonOptions } from '../common-options.ts'
import { countResults, runLines, summaryLine } from '../doctor-report.ts'
import { findCredential } from '../find-named.ts'
import { meanwhile } from '../meanwhile.ts'
import { openGateway } from '../open-gateway.ts'
import { probeWords } from '../probe-words.ts'
import { printable } from '../screen.ts'
import { writeJson } from '../write-json.ts'

interface Options extends CommonOptions {
  readonly model?: string
  readonly conformance?: boolean
}

export function addProbeCredential(credential: Command, cli: Cli): void {
  credential
    .command('probe')
    .description('try a credential with one small message')
    .argument('<credential>', 'account id or id')
    .option('--model <id>', 'model to try it with (default: a small one)')
    .option('--conformance', 'the whole conformance list: about a dozen tiny prompts')
    .option('--json', 'the result as JSON')
    .addHelpText('after', '\nExit codes: 0 it works, 1 it does not, 2 it could not be tried.')
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
  else if (!conformance) cli.out.write(`${printable(`${credential.accountId}: ${probeWords(result)}`)}\n`)
  else cli.out.write(`${runLines(cli.out, run, gateway.url).join('\n')}\n\n${summaryLine(cli.out, [run])}\n`)
  if (!result.ok || countResults([run]).fail > 0) cli.setExitCode(EXIT_WRONG)
}
