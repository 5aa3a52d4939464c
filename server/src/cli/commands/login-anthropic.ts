// `headgate login anthropic`: adds an Anthropic credential by an API key or by signing in, or signs in again.
import type { Command } from 'commander'
import type { CredentialView } from '@headgate/shared/credentials'
import { isAccessToken, looksLikeSubscription } from '@headgate/shared/subscription'
import {
  addAnthropicOptions,
  methodOf,
  type AnthropicMethod,
  type AnthropicOptions,
} from '../anthropic-options.ts'
import { askNames, requireFreeAccountId, type Names } from '../ask-names.ts'
import type { Ask } from '../ask.ts'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import { askOf, requireOptions } from '../common-options.ts'
import { endLogin } from '../end-login.ts'
import { askFederation, givenFederation, rejectSecret, requireFederation } from '../federation.ts'
import { findCredential } from '../find-named.ts'
import { openGateway, type OpenGateway } from '../open-gateway.ts'
import { parseApiKey, parseOAuthTokens } from '../parse-secret.ts'
import { saveDraft, type Draft } from '../save-draft.ts'
import { readSecretText } from '../secret-source.ts'
import { signIn } from '../sign-in.ts'
import { agreeToNotice } from '../subscription-notice.ts'

const HELP = `
API key: one line in --secret-file or --secret-stdin, or typed unseen.
OAuth: prints an address to open on stderr and waits until the browser comes
back to a port of this machine. With --paste the code#state of the page (or the
address it ended up at) is asked for, or read as one line from standard input.
--method oauth with a secret stores tokens that you have, as JSON:
  {"accessToken":..,"refreshToken":..,"expiresAt":"2026-12-01T00:00:00Z"}
Workload identity: the ids of the federation, of which none is a secret; the
gateway's machine has the identity token (HEADGATE_IDENTITY_TOKEN_FILE).
--id, or --account-id of an OAuth credential, signs in again in place.
Exit codes: 0 saved, 1 the probe failed, 2 it could not be done, 130
interrupted and nothing is saved.`

export function addLoginAnthropic(login: Command, cli: Cli): void {
  addAnthropicOptions(
    login.command('anthropic').description("add a credential for Anthropic's own API, or sign in again"),
  )
    .option('--json', 'the saved credential as JSON on stdout')
    .addHelpText('after', HELP)
    .action((_options, command: Command) => loginAnthropic(cli, command.optsWithGlobals<AnthropicOptions>()))
}

async function loginAnthropic(cli: Cli, options: AnthropicOptions): Promise<void> {
  const given = methodOf(options)
  const secretText = await readSecretText(cli, options)
  if (given === 'workload-identity') rejectSecret(secretText)
  const gateway = await openGateway(cli, options.url)
  const asks = askOf(cli, options)
  const again = signedInBefore(gateway, options, given)
  if (again !== null) return signInAgain({ cli, gateway, ask: asks, options }, again)

  const taken = new Set(gateway.credentials.map(({ accountId }) => accountId))
  if (options.accountId !== undefined) requireFreeAccountId(options.accountId, taken)
  const hasSecret = secretText !== null || givenFederation(options) !== null
  const isComplete = options.accountId !== undefined && (hasSecret || given === 'oauth')
  const ask = isComplete && given !== 'oauth' ? null : asks
  ask?.begin("Add a credential for Anthropic's own API")
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

/** The credential to sign in again; null for a new one. @throws CliError when `--id` names another kind. */
function signedInBefore(
  { credentials }: OpenGateway,
  { id, accountId }: AnthropicOptions,
  given: AnthropicMethod | null,
): OAuthView | null {
  if (id !== undefined) {
    const found = findCredential(credentials, id)
    if (found.method === 'oauth') return found
    throw new CliError(
      `'${id}' uses ${found.provider} ${found.method}: only OAuth credentials are signed in again.`,
    )
  }
  const found = credentials.find((credential) => credential.accountId === accountId)
  return found?.method === 'oauth' && (given ?? 'oauth') === 'oauth' ? found : null
}

async function signInAgain({ cli, gateway, ask, options }: Work, view: OAuthView): Promise<void> {
  ask?.begin(`Sign in again for ${view.accountId}`)
  const work = { cli, connection: gateway, ask, options, isSubscription: view.subscription }
  const saved = await signIn(work, { id: view.id })
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe: null, verb: 'signed in' })
}

async function signInAnew(work: Work, taken: ReadonlySet<string>): Promise<void> {
  const { cli, gateway, ask, options } = work
  const names = await namesOf(work, taken)
  const saved = await signIn(
    { cli, connection: gateway, ask, options, isSubscription: false },
    { ...names, ...endpointOf(options) },
  )
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe: null, verb: 'signed in' })
}

function askMethod(ask: Ask): Promise<AnthropicMethod> {
  return ask.choose('How does Headgate prove itself to Anthropic?', [
    { value: 'api-key', label: 'API key', hint: 'works until it is revoked' },
    { value: 'oauth', label: 'Sign-in to the Claude Console (OAuth)', hint: 'renews itself' },
    { value: 'workload-identity', label: "Identity of the gateway's machine", hint: 'no secret at all' },
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
    againLabel: 'Enter the ids again',
  })
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe, verb: 'saved' })
}

const KEYS_URL = 'https://platform.claude.com/settings/keys'

async function saveSecret(
  work: Work,
  method: 'api-key' | 'oauth',
  secretText: string | null,
  taken: ReadonlySet<string>,
): Promise<void> {
  const { cli, gateway, ask, options } = work
  if (secretText === null) ask?.say('info', `Make a key here:\n${KEYS_URL}`)
  const secret =
    secretText === null ? await askKey(ask!, options) : await readSecret(method, secretText, work)
  const rest = { provider: 'anthropic' as const, ...(await namesOf(work, taken)), ...endpointOf(options) }
  const { saved, probe } = await saveDraft(cli, gateway, ask, {
    options,
    draft: { ...rest, ...secret },
    askAgain: method === 'oauth' ? null : async (again) => ({ ...rest, ...(await askKey(again, options)) }),
  })
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe, verb: 'saved' })
}

async function askKey(ask: Ask, options: AnthropicOptions) {
  const apiKey = await ask.secret({ message: 'API key (sk-ant-api...)' })
  if (isAccessToken(apiKey)) await agreeToNotice(ask, options)
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
    if (isAccessToken(apiKey)) await agreeToNotice(ask, options)
    return { method: 'api_key', apiKey }
  }
  const tokens = parseOAuthTokens(text)
  for (const part of [tokens.accessToken, tokens.refreshToken]) cli.hidden.hide(part)
  const facts = { ...tokens, expiresAt: new Date(tokens.expiresAt), scopes: tokens.scopes ?? [] }
  if (looksLikeSubscription(facts, new Date())) await agreeToNotice(ask, options)
  return { method: 'oauth', ...tokens }
}
