// `headgate credential rotate`: replaces a secret. The gateway tries the new one before it replaces the old one.
import type { Command } from 'commander'
import type { CredentialView, RotateCredential, SavedCredential } from '@headgate/shared/credentials'
import type { Cli } from '../../cli.ts'
import { findCredential } from '../../connect/find-named.ts'
import { openGateway, type OpenGateway } from '../../connect/open-gateway.ts'
import { askOf, requireOptions, type CommonOptions } from '../../input/common-options.ts'
import { addSecretOptions, readSecretText } from '../../input/secret-source.ts'
import { addSignInOptions, type SignInOptions } from '../../login/anthropic-options.ts'
import { namesFederation } from '../../login/federation.ts'
import { addFieldOptions } from '../../login/kind-options.ts'
import { signIn } from '../../login/sign-in.ts'
import { addNoticeOption } from '../../login/subscription-notice.ts'
import { describeKind } from '../../output/describe-credential.ts'
import { CliError } from '../../output/errors.ts'
import { meanwhile } from '../../output/meanwhile.ts'
import { writeSaved } from '../../output/write-saved.ts'
import type { Ask } from '../../prompts/ask.ts'
import {
  askRotatedSecret,
  secretFromOptions,
  type RotatedSecret,
  type RotatedSecretOptions,
} from './rotated-secret.ts'

interface Options extends CommonOptions, SignInOptions, RotatedSecretOptions {
  readonly force?: true
  readonly model?: string
}

const HELP = `
In a terminal you are asked for the new secret. Scripts pass it with
--secret-file or --secret-stdin, in the forms of "headgate login bedrock --help"
and "headgate login anthropic --help". OAuth credentials without either sign in
again. Workload identities take IDs instead; IDs you leave out stay as they are.
The gateway tries the new secret first. The old one stays until that works.
The role and its external ID stay unless you name another role.
Exit codes: 0 replaced, 1 the new secret does not work, 2 not done, 130
interrupted. Only 0 replaces the secret.`

export function addRotateCredential(credential: Command, cli: Cli): void {
  const command = credential
    .command('rotate')
    .description('Replace the secret of a credential.')
    .argument('<credential>', 'Credential ID.')
  addSecretOptions(command)
  addFieldOptions(command, 'bedrock', { without: ['region', 'surface', 'geography'] })
  addFieldOptions(command, 'anthropic')
  addSignInOptions(command)
    .option('--identity-of-machine', "Use the gateway machine's AWS identity instead of access keys.")
    .option('--model <id>', 'Model to try it with (default: a small one).')
    .option('--force', 'Replace the secret without trying the new one.')
  addNoticeOption(command)
    .option('--json', 'Print the credential as JSON.')
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
  if (!isGiven) ask?.begin(`New secret for ${view.accountId} (${describeKind(view)})`)
  const saved = isGiven
    ? await store(work, await secretFromOptions(cli, view, options, secretText))
    : await storeAsked(work, ask)
  if (!isGiven) ask?.end(`Replaced the secret of ${view.accountId}.`)
  if (isGiven || ask === null || options.json)
    return writeSaved(
      cli,
      { saved },
      { ...options, did: (accountId) => `Replaced the secret of ${accountId}` },
    )
  for (const warning of saved.warnings) ask.say('warn', warning)
}

function store({ cli, gateway, view, options }: Work, secret: RotatedSecret, force = options.force) {
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

async function storeAsked(work: Work, ask: Ask | null): Promise<SavedCredential> {
  const { cli, gateway: connection, view, options } = work
  if (view.method === 'oauth')
    return signIn({ cli, connection, ask, options, isSubscription: view.subscription }, { id: view.id })
  if (ask === null) requireOptions({ [missingOf(view)]: undefined })
  return storeTyped(work, ask!)
}

function missingOf({ method }: CredentialView): string {
  return method === 'workload_identity'
    ? '--federation-rule-id, --organization-id, --service-account-id or --workspace-id'
    : '--secret-file or --secret-stdin'
}

async function storeTyped(work: Work, ask: Ask): Promise<SavedCredential> {
  const { view, options } = work
  const isFederation = view.method === 'workload_identity'
  const again = isFederation ? 'Enter the IDs again' : 'Enter the new secret again'
  for (let first = true; ; first = false) {
    const secret = await askRotatedSecret(view, options, ask, first)
    try {
      return await store(work, secret)
    } catch (error) {
      if (!(error instanceof CliError) || options.force) throw error
      ask.say('bad', error.message)
      const next = await ask.choose('The old secret stays in use. What do you want to do?', [
        { value: 'again', label: again },
        { value: 'store', label: 'Save it anyway', hint: 'replaces the old secret' },
        { value: 'stop', label: 'Stop', hint: 'keeps the old secret' },
      ])
      if (next === 'store') return store(work, secret, true)
      if (next === 'stop') throw error
    }
  }
}
