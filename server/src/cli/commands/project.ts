// `headgate project`: who may call, and which credentials serve them.
import type { Command } from 'commander'
import type { ProjectView } from '@headgate/shared/projects'
import type { Cli } from '../cli.ts'
import { requireOptions, type CommonOptions } from '../common-options.ts'
import { connect } from '../connect.ts'
import { findCredential } from '../find-named.ts'
import { listAllProjects } from '../list-all.ts'
import { makeProject } from '../make-project.ts'
import { openGateway } from '../open-gateway.ts'
import { printable } from '../screen.ts'
import { headCells, tableLines, type Cell } from '../table.ts'
import { writeJson } from '../write-json.ts'

interface CreateOptions extends CommonOptions {
  readonly name?: string
  readonly credential?: string[]
}

const collect = (value: string, all: string[] = []) => [...all, value]

export function addProject(program: Command, cli: Cli): void {
  const project = program.command('project').description('create and list projects')
  project
    .command('create')
    .description('create a project; the first credential named is tried first')
    .argument('<slug>', 'identifier, such as code-review')
    .option('--name <name>', 'name for people')
    .option('--credential <credential>', 'account id for its pool; may be repeated', collect)
    .option('--json', 'the project as JSON')
    .action((slug: string, _options, command: Command) => create(cli, slug, command.optsWithGlobals()))
  project
    .command('list')
    .description('slugs, pools and keys')
    .option('--json', 'the projects as JSON')
    .action((_options, command: Command) => list(cli, command.optsWithGlobals()))
}

async function create(cli: Cli, slug: string, options: CreateOptions): Promise<void> {
  const { url, json, name, credential: wanted = [] } = options
  requireOptions({ '--name': name })
  const gateway = await openGateway(cli, url)
  // Before anything is made: a name that is misspelled leaves nothing behind.
  const pool = new Set(wanted.map((one) => findCredential(gateway.credentials, one).id))
  const project = await makeProject(gateway, { slug, name: name!, credentialIds: [...pool] })
  if (json) writeJson(cli.out, project)
  else cli.out.write(`${printable(words(project))}\n`)
}

function words({ slug, pool }: ProjectView): string {
  const served = pool.map(({ accountId }) => accountId).join(', then ')
  return `The project ${slug} is created${served === '' ? ', without a credential yet' : `: ${served}`}.`
}

async function list(cli: Cli, { url, json }: CommonOptions): Promise<void> {
  const all = await listAllProjects(connect(cli, url))
  if (json) writeJson(cli.out, all)
  else if (all.length === 0) cli.out.write('There are no projects yet.\n')
  else cli.out.write(`${tableLines(cli.out, [HEAD, ...all.map(row)]).join('\n')}\n`)
}

const HEAD = headCells('SLUG', 'NAME', 'KEYS', 'STATE', 'CREDENTIALS')

function row({ slug, name, activeKeys, enabled, pool }: ProjectView): Cell[] {
  return [
    { text: slug },
    { text: name },
    { text: String(activeKeys), align: 'right' },
    { text: enabled ? 'enabled' : 'disabled', tone: enabled ? 'good' : 'dim' },
    { text: pool.map(({ accountId }) => accountId).join(', ') || '-' },
  ]
}
