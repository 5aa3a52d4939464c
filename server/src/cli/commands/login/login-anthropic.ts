// `headgate login anthropic`: adds an Anthropic credential, or signs in again for an OAuth credential.
import type { Command } from 'commander'
import type { CredentialView } from '@headgate/shared/credentials'
import { isAccessToken, looksLikeSubscription } from '@headgate/shared/subscription'
import {
  addAnthropicOptions,
  anthropicMethodFrom,
  type AnthropicMethod,
  type AnthropicOptions,
} from '../../login/anthropic-options.ts'
import { askNames, requireFreeAccountId, type Names } from '../../login/ask-names.ts'
import type { Ask } from '../../prompts/ask.ts'
import type { Cli } from '../../cli.ts'
import { titleOf } from '../../output/describe-credential.ts'
import { CliError } from '../../output/errors.ts'
import { askOf, requireOptions } from '../../input/common-options.ts'
import { endLogin } from '../../login/end-login.ts'
import { askFederation, givenFederation, requireNoSecret, requireFederation } from '../../login/federation.ts'
import { findCredential } from '../../connect/find-named.ts'
import { openGateway, type OpenGateway } from '../../connect/open-gateway.ts'
import { parseApiKey, parseOAuthTokens } from '../../input/parse-secret.ts'
import { saveDraft, type Draft } from '../../login/save-draft.ts'
import { readSecretText } from '../../input/secret-source.ts'
import { signIn } from '../../login/sign-in.ts'
import { acceptNotice } from '../../login/subscription-notice.ts'

const HELP = `
API key: in a terminal you are asked for it; scripts use --secret-file or
--secret-stdin, with the key in one line.
OAuth: prints a link on stderr and waits for you to sign in in a browser on this
machine. With --paste you enter the code from the page instead (code#state, or
the address the browser ended up at); scripts pass it on standard input.
To save tokens that you already have, use --method oauth with a secret as JSON:
  {"accessToken":..,"refreshToken":..,"expiresAt":"2026-12-01T00:00:00Z"}
Workload identity: needs the IDs and no secret. The server reads its identity
token from HEADGATE_IDENTITY_TOKEN_FILE.
To sign in again, name an OAuth credential with --id or --account-id.
Exit codes: 0 saved, 1 the credential does not work, 2 not done, 130
interrupted. Nothing is saved except with 0.`

export function addLoginAnthropic(login: Command, cli: Cli): void {
  addAnthropicOptions(
    login.command('anthropic').description("Add a credential for Anthropic's API, or sign in again."),
  )
    .option('--json', 'Print the saved credential as JSON.')
    .addHelpText('after', HELP)
    .action((_options, command: Command) => loginAnthropic(cli, command.optsWithGlobals<AnthropicOptions>()))
}

async function loginAnthropic(cli: Cli, options: AnthropicOptions): Promise<void> {
  const given = anthropicMethodFrom(options)
  const secretText = await readSecretText(cli, options)
  if (given === 'workload-identity') requireNoSecret(secretText)
  const gateway = await openGateway(cli, options.url)
  const asks = askOf(cli, options)
  const again = signedInBefore(gateway, options, given)
  if (again !== null) return signInAgain({ cli, gateway, ask: asks, options }, again)

  const taken = new Set(gateway.credentials.map(({ accountId }) => accountId))
  if (options.accountId !== undefined) requireFreeAccountId(options.accountId, taken)
  const hasSecret = secretText !== null || givenFederation(options) !== null
  const isComplete = options.accountId !== undefined && (hasSecret || given === 'oauth')
  const ask = isComplete && given !== 'oauth' ? null : asks
  ask?.begin("Add a credential for Anthropic's API")
  const method = given ?? (ask === null || secretText !== null ? 'api-key' : await askMethod(ask))
  if (ask === null && method === 'api-key')
    requireOptions({
      '--account-id': options.accountId,
      '--secret-file or --secret-stdin': secretText ?? undefined,
    })
  const work: Work = { cli, gateway, ask, options }
  if (method === 'workload-identity') return saveFederation(work, taken)
  if (method === 'oauth' && secretText === null) return signInAnew(work, taken)
  return saveSecret(work, method, secretText, taken)
}

interface Work {
  readonly cli: Cli
  readonly gateway: OpenGateway
  readonly ask: Ask | null
  readonly options: AnthropicOptions
}

type OAuthView = Extract<CredentialView, { method: 'oauth' }>

/** @returns the OAuth credential to sign in again for; null for a new one @throws CliError when `--id` names another kind */
function signedInBefore(
  { credentials }: OpenGateway,
  { id, accountId }: AnthropicOptions,
  given: AnthropicMethod | null,
): OAuthView | null {
  if (id !== undefined) {
    const found = findCredential(credentials, id)
    if (found.method === 'oauth') return found
    throw new CliError(`Only OAuth credentials can be signed in to again. '${id}' is: ${titleOf(found)}.`)
  }
  const found = credentials.find((credential) => credential.accountId === accountId)
  return found?.method === 'oauth' && (given ?? 'oauth') === 'oauth' ? found : null
}

async function signInAgain({ cli, gateway, ask, options }: Work, view: OAuthView): Promise<void> {
  ask?.begin(`Sign in again to ${view.accountId}`)
  const work = { cli, connection: gateway, ask, options, isSubscription: view.subscription }
  const saved = await signIn(work, { id: view.id })
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe: null, verb: 'Signed in to' })
}

async function signInAnew(work: Work, taken: ReadonlySet<string>): Promise<void> {
  const { cli, gateway, ask, options } = work
  const names = await namesOf(work, taken)
  const saved = await signIn(
    { cli, connection: gateway, ask, options, isSubscription: false },
    { ...names, ...endpointOf(options) },
  )
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe: null, verb: 'Signed in to' })
}

function askMethod(ask: Ask): Promise<AnthropicMethod> {
  return ask.choose('How should Headgate authenticate with Anthropic?', [
    { value: 'api-key', label: 'API key', hint: 'works until you revoke it' },
    { value: 'oauth', label: 'Sign in to the Claude Console (OAuth)', hint: 'access renews itself' },
    {
      value: 'workload-identity',
      label: 'Workload identity',
      hint: 'no secret; uses an identity token of the server',
    },
  ])
}

async function namesOf({ ask, options }: Work, taken: ReadonlySet<string>): Promise<Names> {
  if (ask !== null) return askNames(ask, { given: options, suggestion: 'Anthropic', prefix: 'acc', taken })
  requireOptions({ '--account-id': options.accountId })
  return { accountId: options.accountId!, name: options.name ?? options.accountId! }
}

function endpointOf({ endpointUrl }: AnthropicOptions): { endpointUrl?: string } {
  return endpointUrl === undefined ? {} : { endpointUrl }
}

async function saveFederation(work: Work, taken: ReadonlySet<string>): Promise<void> {
  const { cli, gateway, ask, options } = work
  const provider = 'anthropic' as const
  const method = 'workload_identity' as const
  const ids = ask === null ? requireFederation(options) : await askFederation(ask, options)
  const rest = { provider, method, ...(await namesOf(work, taken)), ...endpointOf(options) }
  const { saved, probe } = await saveDraft(cli, gateway, ask, {
    options,
    draft: { ...rest, ...ids },
    askAgain: async (again) => ({ ...rest, ...(await askFederation(again, {}, ids)) }),
    againLabel: 'Enter the IDs again',
  })
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe, verb: 'Saved' })
}

const KEYS_URL = 'https://platform.claude.com/settings/keys'

async function saveSecret(
  work: Work,
  method: 'api-key' | 'oauth',
  secretText: string | null,
  taken: ReadonlySet<string>,
): Promise<void> {
  const { cli, gateway, ask, options } = work
  if (secretText === null) ask?.say('info', `Create a key here:\n${KEYS_URL}`)
  const secret =
    secretText === null ? await askKey(ask!, options) : await readSecret(method, secretText, work)
  const rest = { provider: 'anthropic' as const, ...(await namesOf(work, taken)), ...endpointOf(options) }
  const { saved, probe } = await saveDraft(cli, gateway, ask, {
    options,
    draft: { ...rest, ...secret },
    askAgain: method === 'oauth' ? null : async (again) => ({ ...rest, ...(await askKey(again, options)) }),
  })
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe, verb: 'Saved' })
}

async function askKey(ask: Ask, options: AnthropicOptions) {
  const apiKey = await ask.secret({ message: 'API key (sk-ant-api...)' })
  if (isAccessToken(apiKey)) await acceptNotice(ask, options)
  return { method: 'api_key' as const, apiKey }
}

type AnthropicSecret<M> = Omit<
  Extract<Draft, { provider: 'anthropic'; method: M }>,
  'provider' | 'accountId' | 'name' | 'endpointUrl'
>

async function readSecret(
  method: 'api-key' | 'oauth',
  text: string,
  { cli, ask, options }: Work,
): Promise<AnthropicSecret<'api_key'> | AnthropicSecret<'oauth'>> {
  if (method === 'api-key') {
    const apiKey = parseApiKey(text)
    if (isAccessToken(apiKey)) await acceptNotice(ask, options)
    return { method: 'api_key', apiKey }
  }
  const tokens = parseOAuthTokens(text)
  for (const part of [tokens.accessToken, tokens.refreshToken]) cli.hidden.hide(part)
  const facts = { ...tokens, expiresAt: new Date(tokens.expiresAt), scopes: tokens.scopes ?? [] }
  if (looksLikeSubscription(facts, new Date())) await acceptNotice(ask, options)
  return { method: 'oauth', ...tokens }
}
