// `headgate credential rotate`: a new secret in place, tried by the gateway before it replaces the old one.
import type { Command } from 'commander'
import type { CredentialView, RotateCredential, SavedCredential } from '@headgate/shared/credentials'
import { isAccessToken, looksLikeSubscription } from '@headgate/shared/subscription'
import { addSignInOptions, type SignInOptions } from '../anthropic-options.ts'
import type { Ask } from '../ask.ts'
import { askBedrockSecret, bedrockSecretFrom, sayWhereMade } from '../bedrock-secret.ts'
import type { BedrockIdentity } from '../bedrock-options.ts'
import type { Cli } from '../cli.ts'
import { CliError } from '../cli-error.ts'
import { askOf, requireOptions, type CommonOptions } from '../common-options.ts'
import {
  addFederationOptions,
  askFederation,
  givenFederation,
  namesFederation,
  rejectSecret,
  type FederationOptions,
} from '../federation.ts'
import { findCredential } from '../find-named.ts'
import { meanwhile } from '../meanwhile.ts'
import { openGateway, type OpenGateway } from '../open-gateway.ts'
import { parseApiKey, parseOAuthTokens } from '../parse-secret.ts'
import { readTime } from '../read-time.ts'
import { kindWords, writeSaved } from '../saved-words.ts'
import { addSecretOptions, readSecretText, type SecretOptions } from '../secret-source.ts'
import { signIn } from '../sign-in.ts'
import { agreeToNotice, type NoticeOptions } from '../subscription-notice.ts'

interface Options extends CommonOptions, SecretOptions, SignInOptions, NoticeOptions, FederationOptions {
  readonly force?: true
  readonly model?: string
  readonly expiresAt?: string
  readonly accessKeyId?: string
  readonly roleArn?: string
  readonly externalId?: string
  /** Of a credential of the machine's identity: there is no secret to hand over. */
  readonly identityOfMachine?: true
}

const HELP = `
The secret is typed unseen in a terminal, or handed over by --secret-file or
--secret-stdin in the forms of "headgate login bedrock --help" and "headgate
login anthropic --help". An OAuth credential without either signs in again.
A workload identity has ids in its place: those that are left out stay.
The gateway tries the new secret first; the old one stays until that works.
A role stays as it is, with its external id, unless another one is named.
Exit codes: 0 replaced, 1 tried and it does not work, 2 it could not be done,
130 interrupted; not replaced except with 0.`

export function addRotateCredential(credential: Command, cli: Cli): void {
  const command = credential
    .command('rotate')
    .description('give a credential a new secret, in place')
    .argument('<credential>', 'account id or id')
  addFederationOptions(addSignInOptions(addSecretOptions(command)))
    .option('--access-key-id <id>', 'of IAM access keys')
    .option('--identity-of-machine', "use the AWS identity of the gateway's machine from now on")
    .option('--role-arn <arn>', 'another role (default: the one it has)')
    .option('--external-id <id>', 'that the trust policy of the role asks for')
    .option('--expires-at <time>', 'end of a long-term Bedrock key: 2026-12-31, a time, or 90d')
    .option('--model <id>', 'model to try it with (default: a small one)')
    .option('--force', 'store it untried')
    .option('--accept-subscription-notice', 'store what looks like the login of a subscription')
    .option('--json', 'the credential as JSON on stdout')
    .addHelpText('after', HELP)
    .action((name: string, _options, self: Command) => rotate(cli, name, self.optsWithGlobals<Options>()))
}

interface Work {
  readonly cli: Cli
  readonly gateway: OpenGateway
  readonly view: CredentialView
  readonly options: Options
}

async function rotate(cli: Cli, name: string, options: Options): Promise<void> {
  const secretText = await readSecretText(cli, options)
  const gateway = await openGateway(cli, options.url)
  const view = findCredential(gateway.credentials, name)
  const work: Work = { cli, gateway, view, options }
  const ask = askOf(cli, options)
  const isGiven = secretText !== null || options.identityOfMachine === true || namesFederation(options)
  if (!isGiven) ask?.begin(`A new secret for ${view.accountId} (${kindWords(view)})`)
  const saved = isGiven
    ? await store(work, await givenSecret(work, secretText))
    : await askedSecret(work, ask)
  if (!isGiven) ask?.end(`${view.accountId} has a new secret.`)
  if (isGiven || ask === null || options.json)
    return writeSaved(cli, { saved }, { ...options, verb: 'rotated' })
  for (const warning of saved.warnings) ask.say('warn', warning)
}

type Secret = RotateCredential extends infer R
  ? R extends unknown
    ? Omit<R, 'id' | 'model' | 'force'>
    : never
  : never

function store({ cli, gateway, view, options }: Work, secret: Secret, force = options.force) {
  const { model } = options
  const input = {
    id: view.id,
    ...secret,
    ...(model !== undefined && { model }),
    ...(force && { force }),
  } as RotateCredential
  return meanwhile(
    cli,
    'Trying the new secret...',
    gateway.ask((api) => api.credentials.rotate.mutate(input)),
  )
}

async function givenSecret({ cli, view, options }: Work, text: string | null): Promise<Secret> {
  if (options.identityOfMachine && view.method !== 'iam')
    throw new CliError(`--identity-of-machine is for IAM credentials; ${view.accountId} uses ${view.method}.`)
  if (namesFederation(options) && view.method !== 'workload_identity')
    throw new CliError(`--federation-rule-id and its like are for workload identities, not ${view.method}.`)
  switch (view.method) {
    case 'workload_identity':
      rejectSecret(text)
      return { method: view.method, ...givenFederation(options, view)! }
    case 'oauth': {
      const tokens = parseOAuthTokens(text!)
      for (const part of [tokens.accessToken, tokens.refreshToken]) cli.hidden.hide(part)
      const facts = { ...tokens, expiresAt: new Date(tokens.expiresAt), scopes: tokens.scopes ?? view.scopes }
      if (view.subscription || looksLikeSubscription(facts, new Date())) await agreeToNotice(null, options)
      return { method: 'oauth', ...tokens, scopes: facts.scopes }
    }
    case 'iam':
      return bedrockSecretFrom(text, factsOf(view, options, text !== null))
    case 'api_key':
      return givenKey(view, options, text)
  }
}

async function givenKey(
  view: Extract<CredentialView, { method: 'api_key' }>,
  options: Options,
  text: string | null,
): Promise<Secret> {
  switch (view.provider) {
    case 'bedrock':
      return bedrockSecretFrom(text, factsOf(view, options, text !== null))
    case 'anthropic': {
      const apiKey = parseApiKey(text!)
      if (isAccessToken(apiKey)) await agreeToNotice(null, options)
      return { method: 'api_key', apiKey }
    }
  }
}

type BedrockView = Extract<CredentialView, { provider: 'bedrock' }>

function factsOf(view: BedrockView, options: Options, hasKeys: boolean) {
  const expiresAt = options.expiresAt && readTime('--expires-at', options.expiresAt, new Date())
  const kind = identityKindOf(view, hasKeys)
  const role = view.method === 'iam' ? roleOf(view, options) : {}
  return { identity: { kind, ...role }, accessKeyId: options.accessKeyId, expiresAt: expiresAt || undefined }
}

function identityKindOf({ method }: BedrockView, hasKeys: boolean): BedrockIdentity {
  switch (method) {
    case 'api_key':
      return 'api-key'
    case 'iam':
      return hasKeys ? 'keys' : 'machine'
  }
}

function roleOf(view: Extract<BedrockView, { method: 'iam' }>, { roleArn, externalId }: Options) {
  // Left out, both stay as they are.
  if (roleArn === undefined && externalId === undefined) return {}
  const role = roleArn ?? view.roleArn
  return { ...(role !== null && { roleArn: role }), ...(externalId !== undefined && { externalId }) }
}

async function askedSecret(work: Work, ask: Ask | null): Promise<SavedCredential> {
  const { cli, gateway: connection, view, options } = work
  if (view.method === 'oauth')
    return signIn({ cli, connection, ask, options, isSubscription: view.subscription }, { id: view.id })
  if (ask === null) requireOptions({ [missingOf(view)]: undefined })
  return storeAsked(work, ask!)
}

function missingOf({ method }: CredentialView): string {
  return method === 'workload_identity'
    ? '--federation-rule-id, --organization-id, --service-account-id or --workspace-id'
    : '--secret-file or --secret-stdin'
}

async function storeAsked(work: Work, ask: Ask): Promise<SavedCredential> {
  const { view, options } = work
  const isFederation = view.method === 'workload_identity'
  const again = isFederation ? 'Enter the ids again' : 'Enter the new secret again'
  for (let first = true; ; first = false) {
    const secret = await askSecretOf(view, options, ask, first)
    try {
      return await store(work, secret)
    } catch (error) {
      if (!(error instanceof CliError) || options.force) throw error
      ask.say('bad', error.message)
      const next = await ask.choose('The old secret stays in use. What now?', [
        { value: 'again', label: again },
        { value: 'store', label: 'Store it untried', hint: 'the old one is gone then' },
        { value: 'stop', label: 'Stop', hint: 'the old one stays' },
      ])
      if (next === 'store') return store(work, secret, true)
      if (next === 'stop') throw error
    }
  }
}

async function askSecretOf(
  view: CredentialView,
  options: Options,
  ask: Ask,
  isFirst: boolean,
): Promise<Secret> {
  switch (view.provider) {
    case 'bedrock': {
      const facts = factsOf(view, options, view.method === 'iam' && view.keyPreview !== null)
      if (isFirst) sayWhereMade(ask, facts.identity, view.region)
      return askBedrockSecret(ask, facts)
    }
    case 'anthropic':
      return askAnthropicSecret(view, options, ask)
  }
}

async function askAnthropicSecret(
  view: Extract<CredentialView, { provider: 'anthropic' }>,
  options: Options,
  ask: Ask,
): Promise<Secret> {
  switch (view.method) {
    case 'workload_identity':
      return { method: view.method, ...(await askFederation(ask, {}, view)) }
    case 'oauth':
      throw new TypeError('an OAuth credential signs in again and is asked for no secret')
    case 'api_key': {
      const apiKey = await ask.secret({ message: 'API key (sk-ant-api...)' })
      if (isAccessToken(apiKey)) await agreeToNotice(ask, options)
      return { method: 'api_key', apiKey }
    }
  }
}
