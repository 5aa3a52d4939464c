// The ids of a workload identity: whom Anthropic takes the gateway's machine for. None of them is a secret.
import type { Command } from 'commander'
import { federationIdSchema } from '@headgate/shared/credential-secrets'
import { problemOf } from './ask-names.ts'
import type { Ask } from './ask.ts'
import { CliError } from './cli-error.ts'
import { requireOptions } from './common-options.ts'

export interface Federation {
  readonly federationRuleId: string
  readonly organizationId: string
  readonly serviceAccountId: string
  readonly workspaceId: string
}

export type FederationOptions = Partial<Federation>

const DEFAULT_WORKSPACE = 'default'

const QUESTIONS: readonly { id: keyof Federation; option: string; asks: string }[] = [
  { id: 'federationRuleId', option: '--federation-rule-id', asks: 'Federation rule id (fdrl_...)' },
  { id: 'organizationId', option: '--organization-id', asks: 'Organization id (a UUID)' },
  { id: 'serviceAccountId', option: '--service-account-id', asks: 'Service account id (svac_...)' },
  { id: 'workspaceId', option: '--workspace-id', asks: 'Workspace id (wrkspc_...)' },
]

export function addFederationOptions(command: Command): Command {
  return command
    .option('--federation-rule-id <id>', 'of a workload identity, fdrl_...')
    .option('--organization-id <id>', 'of a workload identity, a UUID')
    .option('--service-account-id <id>', 'of a workload identity, svac_...')
    .option('--workspace-id <id>', "of a workload identity, wrkspc_... (default: the organization's own)")
}

export function namesFederation(options: FederationOptions): boolean {
  return QUESTIONS.some(({ id }) => options[id] !== undefined)
}

/** What is given, completed by what is known. Null when something is missing. */
export function givenFederation(
  options: FederationOptions,
  known: FederationOptions = {},
): Federation | null {
  const { federationRuleId, organizationId, serviceAccountId, workspaceId } = {
    ...known,
    ...defined(options),
  }
  if (!federationRuleId || !organizationId || !serviceAccountId) return null
  return { federationRuleId, organizationId, serviceAccountId, workspaceId: workspaceId ?? DEFAULT_WORKSPACE }
}

/** @throws CliError naming the options that are missing. */
export function requireFederation(options: FederationOptions): Federation {
  const given = givenFederation(options)
  if (given === null) {
    const needed = QUESTIONS.filter(({ id }) => id !== 'workspaceId')
    requireOptions(Object.fromEntries(needed.map(({ id, option }) => [option, options[id]])))
  }
  return given!
}

/** @param known suggested, for what is there already */
export async function askFederation(
  ask: Ask,
  options: FederationOptions,
  known: FederationOptions = {},
): Promise<Federation> {
  const answers = new Map<keyof Federation, string>()
  for (const { id, asks } of QUESTIONS) {
    const suggestion = known[id] ?? (id === 'workspaceId' ? DEFAULT_WORKSPACE : undefined)
    const question = {
      message: asks,
      check: problemOf(federationIdSchema),
      ...(suggestion && { suggestion }),
    }
    answers.set(id, options[id] ?? (await ask.text(question)))
  }
  return requireFederation(Object.fromEntries(answers))
}

/** @throws CliError when a secret was handed over all the same. */
export function rejectSecret(secretText: string | null): void {
  if (secretText !== null)
    throw new CliError('A workload identity has no secret: it is told by its ids (--federation-rule-id ...).')
}

function defined(options: FederationOptions): FederationOptions {
  return Object.fromEntries(
    QUESTIONS.flatMap(({ id }) => (options[id] === undefined ? [] : [[id, options[id]]])),
  )
}
