// `headgate key`: the keys that a project's clients present.
import type { Command } from 'commander'
import type { KeyView } from '@headgate/shared/keys'
import { idSchema } from '@headgate/shared/primitives'
import type { Cli } from '../cli.ts'
import { CliError } from '../output/errors.ts'
import { askOf, requireOptions, type CommonOptions } from '../input/common-options.ts'
import { publicUrlOf } from '../connect/create-project.ts'
import { connect } from '../connect/connect.ts'
import { findProject } from '../connect/find-named.ts'
import { newKeyLines } from '../output/new-key.ts'
import { listAllKeys, listAllProjects } from '../connect/list-all.ts'
import { readTime } from '../input/read-time.ts'
import { Stopped } from '../output/errors.ts'
import { headCells, tableLines, type Cell } from '../output/table.ts'
import { writeJson } from '../output/screen.ts'

interface CreateOptions extends CommonOptions {
  readonly name?: string
  readonly expiresAt?: string
}

interface RevokeOptions extends CommonOptions {
  readonly yes?: true
}

export function addKey(program: Command, cli: Cli): void {
  const key = program.command('key').description('Create, list and revoke keys.')
  key
    .command('create')
    .description('Create a key; it is shown only once.')
    .argument('<project>', 'Project slug.')
    .option('--name <name>', 'What the key is for.')
    .option('--expires-at <time>', 'When the key expires, for example 2026-12-31 or 90d (default: never).')
    .option('--json', 'Print the key as JSON.')
    .action((project: string, _options, command: Command) => create(cli, project, command.optsWithGlobals()))
  key
    .command('list')
    .description('List the keys of a project.')
    .argument('<project>', 'Project slug.')
    .option('--json', 'Print the keys as JSON.')
    .action((project: string, _options, command: Command) => list(cli, project, command.optsWithGlobals()))
  key
    .command('revoke')
    .description('Revoke a key: it stops working immediately and permanently.')
    .argument('<id>', 'ID of the key, from "headgate key list".')
    .option('--yes', 'Do not ask for confirmation.')
    .option('--json', 'Print the key as JSON.')
    .action((id: string, _options, command: Command) => revoke(cli, id, command.optsWithGlobals()))
}

async function create(cli: Cli, projectName: string, options: CreateOptions): Promise<void> {
  requireOptions({ '--name': options.name })
  const expiresAt = options.expiresAt && readTime('--expires-at', options.expiresAt, new Date())
  const connection = connect(cli, options.url)
  const { id } = findProject(await listAllProjects(connection), projectName)
  const input = { projectId: id, name: options.name!, ...(expiresAt && { expiresAt }) }
  // Asked before the key is created: a created key must be shown, whatever fails later.
  const publicUrl = await publicUrlOf(connection)
  const key = await connection.ask((gateway) => gateway.keys.create.mutate(input))
  if (options.json) writeJson(cli.out, key)
  else if (cli.out.isTerminal) cli.out.write(`${newKeyLines(cli.out, key, publicUrl).join('\n')}\n`)
  else cli.out.write(`${key.key}\n`)
}

async function list(cli: Cli, projectName: string, { url, json }: CommonOptions): Promise<void> {
  const connection = connect(cli, url)
  const { id, slug } = findProject(await listAllProjects(connection), projectName)
  const all = await listAllKeys(connection, id)
  if (json) writeJson(cli.out, all)
  else if (all.length === 0)
    cli.out.write(
      `The project ${slug} has no keys yet. Create one with: headgate key create ${slug} --name <name>\n`,
    )
  else {
    const now = new Date()
    const rows = all.map((view) => row(view, now))
    cli.out.write(`${tableLines(cli.out, [HEAD, ...rows]).join('\n')}\n`)
  }
}

const HEAD = headCells('ID', 'KEY', 'STATUS', 'LAST USED', 'NAME')

function row({ id, prefix, last4, name, revokedAt, expiresAt, lastUsedAt }: KeyView, now: Date): Cell[] {
  const isExpired = expiresAt !== null && Date.parse(expiresAt) <= now.getTime()
  const status = revokedAt !== null ? 'Revoked' : isExpired ? 'Expired' : 'Active'
  return [
    { text: id },
    { text: `${prefix}...${last4}` },
    { text: status, tone: status === 'Active' ? 'good' : 'dim' },
    { text: lastUsedAt === null ? 'Never' : lastUsedAt.slice(0, 16).replace('T', ' ') },
    { text: name },
  ]
}

async function revoke(cli: Cli, id: string, options: RevokeOptions): Promise<void> {
  // The argument may be a whole key by mistake: it must not be repeated.
  if (!idSchema.safeParse(id).success)
    throw new CliError('Name the key by its ID. To find it, run: headgate key list <project>')
  const connection = connect(cli, options.url)
  const ask = options.yes ? null : askOf(cli, options)
  if (!options.yes && ask === null)
    throw new CliError('Nothing is revoked. To revoke the key without confirmation, add --yes.')
  if (
    ask !== null &&
    !(await ask.confirm(`Revoke the key ${id}? Clients that use it are denied immediately.`, false))
  ) {
    ask.end('Nothing is revoked.')
    throw new Stopped()
  }
  const view = await connection.ask((gateway) => gateway.keys.revoke.mutate({ id }))
  if (options.json) writeJson(cli.out, view)
  else cli.out.write(`Revoked the key ${view.prefix}...${view.last4}.\n`)
}
