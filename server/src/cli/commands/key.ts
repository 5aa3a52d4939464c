// `headgate key`: the keys that clients of a project call with.
import type { Command } from 'commander'
import type { KeyView } from '@headgate/shared/keys'
import { idSchema } from '@headgate/shared/primitives'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import { askOf, requireOptions, type CommonOptions } from '../common-options.ts'
import { connect } from '../connect.ts'
import { findProject } from '../find-named.ts'
import { keyLines, publicUrlOf } from '../key-words.ts'
import { listAllKeys, listAllProjects } from '../list-all.ts'
import { readTime } from '../read-time.ts'
import { Stopped } from '../stopped.ts'
import { headCells, tableLines, type Cell } from '../table.ts'
import { writeJson } from '../write-json.ts'

interface CreateOptions extends CommonOptions {
  readonly name?: string
  readonly expiresAt?: string
}

interface RevokeOptions extends CommonOptions {
  readonly yes?: true
}

export function addKey(program: Command, cli: Cli): void {
  const key = program.command('key').description('create, list and revoke the keys of projects')
  key
    .command('create')
    .description('create a key, which is shown once and kept nowhere')
    .argument('<project>', 'slug or id')
    .option('--name <name>', 'what it is for')
    .option('--expires-at <time>', '2026-12-31, a time, or 90d (default: never)')
    .option('--json', 'the key as JSON')
    .action((project: string, _options, command: Command) => create(cli, project, command.optsWithGlobals()))
  key
    .command('list')
    .description('the keys of a project, by what can be shown of them')
    .argument('<project>', 'slug or id')
    .option('--json', 'the views as JSON')
    .action((project: string, _options, command: Command) => list(cli, project, command.optsWithGlobals()))
  key
    .command('revoke')
    .description('revoke a key: it stops working at once, for good')
    .argument('<id>', 'id of the key, as "key list" shows it')
    .option('--yes', 'do not ask')
    .option('--json', 'the view as JSON')
    .action((id: string, _options, command: Command) => revoke(cli, id, command.optsWithGlobals()))
}

async function create(cli: Cli, projectName: string, options: CreateOptions): Promise<void> {
  requireOptions({ '--name': options.name })
  const expiresAt = options.expiresAt && readTime('--expires-at', options.expiresAt, new Date())
  const connection = connect(cli, options.url)
  const { id } = findProject(await listAllProjects(connection), projectName)
  const input = { projectId: id, name: options.name!, ...(expiresAt && { expiresAt }) }
  // Asked first: a key that was made is shown, whatever happens then.
  const publicUrl = await publicUrlOf(connection)
  const key = await connection.ask((gateway) => gateway.keys.create.mutate(input))
  if (options.json) writeJson(cli.out, key)
  else if (cli.out.isTerminal) cli.out.write(`${keyLines(cli.out, key, publicUrl).join('\n')}\n`)
  else cli.out.write(`${key.key}\n`)
}

async function list(cli: Cli, projectName: string, { url, json }: CommonOptions): Promise<void> {
  const connection = connect(cli, url)
  const { id, slug } = findProject(await listAllProjects(connection), projectName)
  const all = await listAllKeys(connection, id)
  if (json) writeJson(cli.out, all)
  else if (all.length === 0) cli.out.write(`The project ${slug} has no keys yet.\n`)
  else {
    const now = new Date()
    const rows = all.map((view) => row(view, now))
    cli.out.write(`${tableLines(cli.out, [HEAD, ...rows]).join('\n')}\n`)
  }
}

const HEAD = headCells('ID', 'KEY', 'STATE', 'LAST USED', 'NAME')

function row({ id, prefix, last4, name, revokedAt, expiresAt, lastUsedAt }: KeyView, now: Date): Cell[] {
  const isExpired = expiresAt !== null && Date.parse(expiresAt) <= now.getTime()
  const state = revokedAt !== null ? 'revoked' : isExpired ? 'expired' : 'works'
  return [
    { text: id },
    { text: `${prefix}...${last4}` },
    { text: state, tone: state === 'works' ? 'good' : 'dim' },
    { text: lastUsedAt === null ? 'never' : lastUsedAt.slice(0, 16).replace('T', ' ') },
    { text: name },
  ]
}

async function revoke(cli: Cli, id: string, options: RevokeOptions): Promise<void> {
  // A whole key in its place would be a secret in an argument, and must not be repeated.
  if (!idSchema.safeParse(id).success)
    throw new CliError('A key is revoked by its id, as "headgate key list <project>" shows it.')
  const connection = connect(cli, options.url)
  const ask = options.yes ? null : askOf(cli, options)
  if (!options.yes && ask === null) throw new CliError('Add --yes to revoke it without being asked.')
  if (ask !== null && !(await ask.confirm(`Revoke the key ${id}? Its clients are denied at once.`, false))) {
    ask.end('Nothing is revoked.')
    throw new Stopped()
  }
  const view = await connection.ask((gateway) => gateway.keys.revoke.mutate({ id }))
  if (options.json) writeJson(cli.out, view)
  else cli.out.write(`The key ${view.prefix}...${view.last4} is revoked.\n`)
}
