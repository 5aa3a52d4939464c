// `headgate doctor`: what of the Messages API works, for each credential and model.
import type { Command } from 'commander'
import type { ConformanceCheck, CredentialView, ProbeResult } from '@headgate/shared/credentials'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import { connect } from '../connect.ts'
import { countResults, runLines, summaryLine, type DoctorRun } from '../doctor-report.ts'
import { findCredential } from '../find-named.ts'
import { listAllCredentials } from '../list-all.ts'
import { meanwhile } from '../meanwhile.ts'

interface Options {
  readonly url?: string
  readonly model?: string[]
  readonly credential?: string[]
  readonly json?: true
}

const collect = (value: string, all: string[] = []) => [...all, value]

export function addDoctor(program: Command, cli: Cli): void {
  program
    .command('doctor')
    .description('run the conformance list against credentials: about a dozen tiny prompts each')
    .argument('[accountId...]', 'credentials to check (default: all that are enabled)')
    .option('--credential <accountId>', 'the same as an argument; may be repeated', collect)
    .option('--model <id>', 'model to check; may be repeated (default: claude-haiku-4-5)', collect)
    .option('--json', 'results as JSON on stdout, and nothing else there')
    .addHelpText(
      'after',
      '\nExit codes: 0 all pass or are not offered, 1 some fail, 2 it could not be run.\nA run is billed to its credential: about a cent on a small model.',
    )
    .action(async (accountIds: string[], _options, command: Command) => {
      const options = command.optsWithGlobals<Options>()
      await doctor(cli, [...accountIds, ...(options.credential ?? [])], options)
    })
}

async function doctor(cli: Cli, accountIds: readonly string[], { url, model, json }: Options): Promise<void> {
  const connection = connect(cli, url)
  const credentials = chosen(await listAllCredentials(connection), new Set(accountIds))
  const runs: DoctorRun[] = []
  for (const credential of credentials) {
    for (const name of new Set(model ?? [undefined])) {
      const input = { id: credential.id, conformance: true, ...(name !== undefined && { model: name }) }
      const probing = connection.ask((gateway) => gateway.credentials.probe.mutate(input))
      const run = { credential, probe: await meanwhile(cli, `Checking ${credential.accountId}...`, probing) }
      runs.push(run)
      if (!json) cli.out.write(`${runLines(cli.out, run, connection.url).join('\n')}\n\n`)
    }
  }
  cli.out.write(json ? `${JSON.stringify(report(runs), null, 2)}\n` : `${summaryLine(cli.out, runs)}\n`)
  if (countResults(runs).fail > 0) cli.setExitCode(1)
}

/** @throws CliError when one is not there. */
function chosen(all: readonly CredentialView[], wanted: ReadonlySet<string>): readonly CredentialView[] {
  if (wanted.size === 0) {
    const enabled = all.filter((credential) => credential.enabled)
    if (enabled.length > 0) return enabled
    throw new CliError(
      `There is no ${all.length > 0 ? 'enabled ' : ''}credential to check. Add one in the console.`,
    )
  }
  return [...wanted].map((name) => findCredential(all, name))
}

interface ReportedRun extends ProbeResult {
  readonly credential: Pick<CredentialView, 'id' | 'accountId' | 'provider' | 'method'>
}

interface Report {
  readonly ok: boolean
  readonly counts: Readonly<Record<ConformanceCheck['result'], number>>
  readonly runs: readonly ReportedRun[]
}

function report(runs: readonly DoctorRun[]): Report {
  const counts = countResults(runs)
  return {
    ok: counts.fail === 0,
    counts,
    runs: runs.map(({ credential: { id, accountId, provider, method }, probe }) => ({
      credential: { id, accountId, provider, method },
      ...probe,
    })),
  }
}
