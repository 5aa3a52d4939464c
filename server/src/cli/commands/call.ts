// `headgate call`: any procedure of the typed API, for automation.
import { getUntypedClient } from '@trpc/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import type { CommonOptions } from '../common-options.ts'
import { connect } from '../connect.ts'
import { nearNames } from '../near-names.ts'
import { secretFieldOf } from '../secret-fields.ts'
import { readFileText, readInput } from '../secret-source.ts'
import { writeJson } from '../write-json.ts'

interface Options extends CommonOptions {
  readonly inputFile?: string
  readonly list?: true
}

const HELP = `
Input is JSON: from standard input (-), a file, or as an argument when it holds
no secret. "headgate call --list" shows every procedure.
  headgate call projects.list
  headgate call credentials.get '{"id":"..."}'
  headgate call credentials.create - < credential.json`

export function addCall(program: Command, cli: Cli): void {
  program
    .command('call')
    .description('call any procedure of the typed API; the answer is JSON')
    .argument('[procedure]', 'such as projects.list')
    .argument('[json]', 'its input, or - for standard input')
    .option('--input-file <path>', 'file that holds the input')
    .option('--list', 'list the procedures')
    .option('--json', 'the answer is JSON anyway')
    .addHelpText('after', HELP)
    .action((name: string | undefined, json: string | undefined, _options, command: Command) =>
      run(cli, { name, json }, command.optsWithGlobals<Options>()),
    )
}

async function run(
  cli: Cli,
  { name, json }: { readonly name: string | undefined; readonly json: string | undefined },
  options: Options,
): Promise<void> {
  // Loaded here: other commands need nothing of the server.
  const { listProcedures } = await import('../../list-procedures.ts')
  const procedures = listProcedures()
  if (options.list) {
    const lines = procedures.map(({ path, kind }) => `${path}  ${kind}\n`)
    return options.json ? writeJson(cli.out, procedures) : cli.out.write(lines.join(''))
  }
  if (name === undefined) throw new CliError('Missing: the procedure. "headgate call --list" shows them.')
  const found = procedures.find(({ path }) => path === name)
  if (found === undefined)
    throw unknownProcedure(
      name,
      procedures.map(({ path }) => path),
    )
  if (found.kind === 'subscription') throw new CliError(`${name} is a stream: only a browser follows it.`)
  const input = await readCallInput(cli, json, options)
  const { kind } = found
  const answer = await connect(cli, options.url).ask((gateway) => {
    const client = getUntypedClient(gateway)
    return kind === 'query' ? client.query(name, input) : client.mutation(name, input)
  })
  writeJson(cli.out, answer ?? null)
}

function unknownProcedure(name: string, known: readonly string[]): CliError {
  const near = nearNames(name, known)
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'See "headgate call --list".'
  return new CliError(`There is no procedure '${name}'. ${hint}`)
}

async function readCallInput(cli: Cli, json: string | undefined, { inputFile }: Options): Promise<unknown> {
  if (json !== undefined && inputFile !== undefined)
    throw new CliError('The input is there twice: as an argument and as --input-file.')
  if (inputFile !== undefined) return parseInput(readFileText(inputFile), inputFile)
  if (json === '-') return parseInput(await readInput(cli.input, 'the input'), 'Standard input')
  if (json === undefined) return undefined
  const input = parseInput(json, 'The input')
  const secret = secretFieldOf(input)
  if (secret !== null)
    throw new CliError(
      `The input holds a secret (${secret}), and arguments are seen by everybody on this machine. Send it with - on standard input or with --input-file, and take this one for known to others.`,
    )
  return input
}

/** The parser's own words would quote the input. */
function parseInput(text: string, what: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new CliError(`${what} is not valid JSON.`)
  }
}
