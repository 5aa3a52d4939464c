// `headgate doctor`: checks what works with each credential and model.
import type { Command } from 'commander'
import type { ConformanceCheck, CredentialView, ProbeResult } from '@headgate/shared/credentials'
import type { Cli } from '../cli.ts'
import { CliError, EXIT_WRONG } from '../output/errors.ts'
import { connect } from '../connect/connect.ts'
import { countResults, runLines, summaryLine, type DoctorRun } from '../output/doctor-report.ts'
import { findCredential } from '../connect/find-named.ts'
import { listAllCredentials } from '../connect/list-all.ts'
import { meanwhile } from '../output/meanwhile.ts'

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
    .description('Check what works with each credential: about a dozen tiny prompts each.')
    .argument('[credential...]', 'Credentials to check (default: all enabled ones).')
    .option('--credential <credential>', 'Credential to check; may be repeated.', collect)
    .option('--model <id>', 'Model to check; may be repeated (default: claude-haiku-4-5).', collect)
    .option('--json', 'Print the results as JSON.')
    .addHelpText(
      'after',
      '\nEach run costs about a cent on a small model, billed to the credential.\nExit codes: 0 all pass or are not offered, 1 some fail, 2 it could not run.',
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
  if (countResults(runs).fail > 0) cli.setExitCode(EXIT_WRONG)
}

/** @throws CliError when a credential does not exist */
function chosen(all: readonly CredentialView[], wanted: ReadonlySet<string>): readonly CredentialView[] {
  if (wanted.size === 0) {
    const enabled = all.filter((credential) => credential.enabled)
    if (enabled.length > 0) return enabled
    throw new CliError(
      all.length > 0
        ? 'All credentials are disabled. Name one to check it, or enable it in the console.'
        : 'There are no credentials yet. Add one with: headgate login',
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
