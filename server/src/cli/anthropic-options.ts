// What `login anthropic` can be told in advance.
import type { Command } from 'commander'
import { addSaveOptions } from './bedrock-options.ts'
import { CliError } from './cli-error.ts'
import type { CommonOptions } from './common-options.ts'
import { addFederationOptions, namesFederation, type FederationOptions } from './federation.ts'
import type { SaveOptions } from './save-draft.ts'
import { addSecretOptions, type SecretOptions } from './secret-source.ts'
import type { NoticeOptions } from './subscription-notice.ts'

export interface SignInOptions {
  readonly paste?: true
  readonly timeout?: string
  /** False with `--no-browser`. */
  readonly browser: boolean
}

export interface AnthropicOptions
  extends CommonOptions, SecretOptions, SaveOptions, SignInOptions, NoticeOptions, FederationOptions {
  readonly method?: string
  readonly id?: string
  readonly accountId?: string
  readonly name?: string
  readonly endpointUrl?: string
}

export function addAnthropicOptions(command: Command): Command {
  const described = command
    .option('--method <method>', 'api-key, oauth or workload-identity (default: api-key)')
    .option('--account-id <slug>', 'account id, such as acc_research')
    .option('--name <name>', 'name for people (default: the account id)')
    .option('--endpoint-url <url>', 'host of your own in place of the one of Anthropic')
    .option('--id <credential>', 'sign in again for this OAuth credential, in place')
  return addSaveOptions(addSecretOptions(addSignInOptions(addFederationOptions(described)))).option(
    '--accept-subscription-notice',
    'store what looks like the login of a subscription',
  )
}

export function addSignInOptions(command: Command): Command {
  return command
    .option('--paste', 'sign in with a code that is pasted, or piped in as one line')
    .option('--timeout <seconds>', 'how long to wait for the browser (default: 600)')
    .option('--no-browser', 'do not offer to open a browser')
}

const METHODS = ['api-key', 'oauth', 'workload-identity'] as const
export type AnthropicMethod = (typeof METHODS)[number]

/** Null when the options do not say it. */
export function methodOf(options: AnthropicOptions): AnthropicMethod | null {
  const { id, paste } = options
  const method = METHODS.find((known) => known === options.method) ?? null
  if (options.method !== undefined && method === null)
    throw new CliError(`--method is api-key, oauth or workload-identity, not '${options.method}'.`)
  const ofOAuth = id !== undefined || paste === true
  if (ofOAuth && method !== null && method !== 'oauth')
    throw new CliError('--id and --paste belong to --method oauth.')
  const ofFederation = namesFederation(options)
  if (ofFederation && (ofOAuth || (method !== null && method !== 'workload-identity')))
    throw new CliError('--federation-rule-id and its like belong to --method workload-identity.')
  return method ?? (ofOAuth ? 'oauth' : ofFederation ? 'workload-identity' : null)
}

const LONGEST_SECONDS = 600

export function timeoutMsOf({ timeout }: SignInOptions): number {
  if (timeout === undefined) return LONGEST_SECONDS * 1000
  const seconds = Number(timeout)
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS)
    throw new CliError(`--timeout is a number of seconds from 1 to ${LONGEST_SECONDS}.`)
  return seconds * 1000
}
