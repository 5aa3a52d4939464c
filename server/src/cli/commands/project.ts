// `headgate project`: projects and the credentials that serve them.
import type { Command } from 'commander'
import type { ProjectView } from '@headgate/shared/projects'
import type { Cli } from '../cli.ts'
import { requireOptions, type CommonOptions } from '../input/common-options.ts'
import { connect } from '../connect/connect.ts'
import { findCredential } from '../connect/find-named.ts'
import { listAllProjects } from '../connect/list-all.ts'
import { createProject } from '../connect/create-project.ts'
import { openGateway } from '../connect/open-gateway.ts'
import { printable } from '../output/screen.ts'
import { headCells, tableLines, type Cell } from '../output/table.ts'
import { writeJson } from '../output/screen.ts'

interface CreateOptions extends CommonOptions {
  readonly name?: string
  readonly credential?: string[]
}

const collect = (value: string, all: string[] = []) => [...all, value]

export function addProject(program: Command, cli: Cli): void {
  const project = program.command('project').description('Create and list projects.')
  project
    .command('create')
    .description('Create a project; its credentials are tried in the order given.')
    .argument('<slug>', 'Project slug, such as code-review.')
    .option('--name <name>', 'Display name.')
    .option('--credential <credential>', 'Credential to use; may be repeated.', collect)
    .option('--json', 'Print the project as JSON.')
    .action((slug: string, _options, command: Command) => create(cli, slug, command.optsWithGlobals()))
  project
    .command('list')
    .description('List all projects with keys and credentials.')
    .option('--json', 'Print the projects as JSON.')
    .action((_options, command: Command) => list(cli, command.optsWithGlobals()))
}

async function create(cli: Cli, slug: string, options: CreateOptions): Promise<void> {
  const { url, json, name, credential: wanted = [] } = options
  requireOptions({ '--name': name })
  const gateway = await openGateway(cli, url)
  // Checked before anything is created: a misspelled name leaves nothing behind.
  const pool = new Set(wanted.map((one) => findCredential(gateway.credentials, one).id))
  const project = await createProject(gateway, { slug, name: name!, credentialIds: [...pool] })
  if (json) writeJson(cli.out, project)
  else cli.out.write(`${printable(describeCreated(project))}\n`)
}

function describeCreated({ slug, pool }: ProjectView): string {
  const served = pool.map(({ accountId }) => accountId).join(', then ')
  return served === ''
    ? `Created the project ${slug}. It has no credentials yet: add some in the console.`
    : `Created the project ${slug}. It uses ${served}.`
}

async function list(cli: Cli, { url, json }: CommonOptions): Promise<void> {
  const all = await listAllProjects(connect(cli, url))
  if (json) writeJson(cli.out, all)
  else if (all.length === 0)
    cli.out.write(
      'There are no projects yet. Create one with: headgate project create <slug> --name <name>\n',
    )
  else cli.out.write(`${tableLines(cli.out, [HEAD, ...all.map(row)]).join('\n')}\n`)
}

const HEAD = headCells('SLUG', 'NAME', 'KEYS', 'STATUS', 'CREDENTIALS')

function row({ slug, name, activeKeys, enabled, pool }: ProjectView): Cell[] {
  return [
    { text: slug },
    { text: name },
    { text: String(activeKeys), align: 'right' },
    { text: enabled ? 'Enabled' : 'Disabled', tone: enabled ? 'good' : 'dim' },
    { text: pool.map(({ accountId }) => accountId).join(', ') || '-' },
  ]
}
