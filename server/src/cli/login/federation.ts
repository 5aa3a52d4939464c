// The IDs of a workload identity. They are asked for and given as the table of credential kinds says; none is a secret.
import { CREDENTIAL_KINDS } from '@headgate/shared/credential-kinds'
import { federationIdSchema } from '@headgate/shared/credential-secrets'
import { problemOf } from '../connect/plain-issue.ts'
import { requireOptions } from '../input/common-options.ts'
import { CliError } from '../output/errors.ts'
import type { Ask } from '../prompts/ask.ts'
import { optionOf } from './kind-options.ts'

const { fields: FIELDS } = CREDENTIAL_KINDS['anthropic/workload_identity']

type FederationId = (typeof FIELDS)[number]['name']
export type Federation = Readonly<Record<FederationId, string>>
export type FederationOptions = Partial<Federation>

const DEFAULT_WORKSPACE = 'default'

/** Whether any option is given that only a workload identity has. */
export function namesFederation(options: FederationOptions): boolean {
  return FIELDS.some(({ name }) => options[name] !== undefined)
}

/** @param known values for options that are left out @returns null when a required ID is missing */
export function givenFederation(
  options: FederationOptions,
  known: FederationOptions = {},
): Federation | null {
  const { federationRuleId, organizationId, serviceAccountId, workspaceId } = {
    ...known,
    ...onlyGiven(options),
  }
  if (!federationRuleId || !organizationId || !serviceAccountId) return null
  return { federationRuleId, organizationId, serviceAccountId, workspaceId: workspaceId ?? DEFAULT_WORKSPACE }
}

/** @throws CliError that lists the missing options */
export function requireFederation(options: FederationOptions): Federation {
  const given = givenFederation(options)
  if (given === null) {
    const required = FIELDS.filter((field) => field.required)
    requireOptions(Object.fromEntries(required.map(({ name }) => [optionOf(name), options[name]])))
  }
  return given!
}

/** @param known suggestions for an existing credential */
export async function askFederation(
  ask: Ask,
  options: FederationOptions,
  known: FederationOptions = {},
): Promise<Federation> {
  const answers = new Map<FederationId, string>()
  for (const { name, label, help } of FIELDS) {
    const suggestion = known[name] ?? (name === 'workspaceId' ? DEFAULT_WORKSPACE : undefined)
    const question = {
      // The first sentence fits on the line of the question.
      message: `${label}. ${help.replaceAll('`', '').split('. ')[0]!.replace(/\.$/, '')}.`,
      check: problemOf(federationIdSchema),
      ...(suggestion && { suggestion }),
    }
    answers.set(name, options[name] ?? (await ask.text(question)))
  }
  return requireFederation(Object.fromEntries(answers))
}

/** @throws CliError when a secret was passed */
export function requireNoSecret(secretText: string | null): void {
  if (secretText !== null)
    throw new CliError(
      `A workload identity has no secret. Leave out --secret-file and --secret-stdin, and name its IDs (${optionOf('federationRuleId')} and others).`,
    )
}

function onlyGiven(options: FederationOptions): FederationOptions {
  return Object.fromEntries(
    FIELDS.flatMap(({ name }) => (options[name] === undefined ? [] : [[name, options[name]]])),
  )
}
