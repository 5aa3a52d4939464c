// `headgate call`: calls any procedure of the API.
import { getUntypedClient } from '@trpc/client'
import type { Command } from 'commander'
import type { Cli } from '../cli.ts'
import { CliError } from '../output/errors.ts'
import type { CommonOptions } from '../input/common-options.ts'
import { connect } from '../connect/connect.ts'
import { similarNames } from '../connect/find-named.ts'
import { secretFieldOf } from '../input/secret-fields.ts'
import { readFileText, readInput } from '../input/secret-source.ts'
import { writeJson } from '../output/screen.ts'

interface Options extends CommonOptions {
  readonly inputFile?: string
  readonly list?: true
}

const HELP = `
The input is JSON: an argument if it contains no secret, else standard input (-)
or a file. "headgate call --list" lists all procedures.
  headgate call projects.list
  headgate call credentials.get '{"id":"..."}'
  headgate call credentials.create - < credential.json`

export function addCall(program: Command, cli: Cli): void {
  program
    .command('call')
    .description('Call any procedure of the API and print the answer as JSON.')
    .argument('[procedure]', 'Name, such as projects.list.')
    .argument('[json]', 'Input, or - for standard input.')
    .option('--input-file <path>', 'Read the input from a file.')
    .option('--list', 'List all procedures.')
    .option('--json', 'Accepted for consistency: the answer is always JSON.')
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
  // Loaded only here: other commands need no module of the server.
  const { listProcedures } = await import('../../list-procedures.ts')
  const procedures = listProcedures()
  if (options.list) {
    const lines = procedures.map(({ path, kind }) => `${path}  ${kind}\n`)
    return options.json ? writeJson(cli.out, procedures) : cli.out.write(lines.join(''))
  }
  if (name === undefined)
    throw new CliError('Name a procedure. To list all of them, run: headgate call --list')
  const found = procedures.find(({ path }) => path === name)
  if (found === undefined)
    throw unknownProcedure(
      name,
      procedures.map(({ path }) => path),
    )
  if (found.kind === 'subscription')
    throw new CliError(`${name} is a live stream, which this command cannot show. Use the console.`)
  const input = await readCallInput(cli, json, options)
  const { kind } = found
  const answer = await connect(cli, options.url).ask((gateway) => {
    const client = getUntypedClient(gateway)
    return kind === 'query' ? client.query(name, input) : client.mutation(name, input)
  })
  writeJson(cli.out, answer ?? null)
}

function unknownProcedure(name: string, known: readonly string[]): CliError {
  const similar = similarNames(name, known)
  const hint =
    similar.length > 0
      ? `Did you mean ${similar.join(' or ')}?`
      : 'To list all of them, run: headgate call --list'
  return new CliError(`There is no procedure '${name}'. ${hint}`)
}

async function readCallInput(cli: Cli, json: string | undefined, { inputFile }: Options): Promise<unknown> {
  if (json !== undefined && inputFile !== undefined)
    throw new CliError('Pass the input either as an argument or with --input-file, not both.')
  if (inputFile !== undefined) return parseInput(readFileText(inputFile), inputFile)
  if (json === '-') return parseInput(await readInput(cli.input, 'the input'), 'Standard input')
  if (json === undefined) return undefined
  const input = parseInput(json, 'The input')
  const secret = secretFieldOf(input)
  if (secret !== null)
    throw new CliError(
      `The input contains a secret (${secret}), and everybody on this machine can read arguments. Pass it on standard input (-) or with --input-file, and treat this secret as compromised.`,
    )
  return input
}

/** Hides the parser's message, which would quote the input. */
function parseInput(text: string, what: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw new CliError(`${what} is not valid JSON.`)
  }
}
