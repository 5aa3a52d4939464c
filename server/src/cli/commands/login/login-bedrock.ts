// `headgate login bedrock`: adds a credential for AWS Bedrock, tried before it is saved.
import type { Command } from 'commander'
import { askIdentity, askPlace, askRegion, type Identity } from '../../login/ask-bedrock.ts'
import { askNames, requireFreeAccountId } from '../../login/ask-names.ts'
import type { Ask } from '../../prompts/ask.ts'
import {
  addBedrockOptions,
  identityFrom,
  placeFrom,
  type BedrockOptions,
} from '../../login/bedrock-options.ts'
import {
  askBedrockSecret,
  bedrockSecretFrom,
  sayWhereToCreate,
  type BedrockSecret,
} from '../../login/bedrock-secret.ts'
import type { Cli } from '../../cli.ts'
import { askOf, requireOptions } from '../../input/common-options.ts'
import { endLogin } from '../../login/end-login.ts'
import { openGateway } from '../../connect/open-gateway.ts'
import { readTime } from '../../input/read-time.ts'
import { saveDraft, type Draft } from '../../login/save-draft.ts'
import { readSecretText } from '../../input/secret-source.ts'

const HELP = `
In a terminal you are asked for everything you leave out. Scripts need
--account-id, --region and the secret, in a file or on standard input:
  API key      one line
  access keys  JSON {"accessKeyId":..,"secretAccessKey":..,"sessionToken":..},
               or lines AWS_ACCESS_KEY_ID=.. and AWS_SECRET_ACCESS_KEY=..,
               or with --access-key-id only the secret access key
--method iam without access keys uses the gateway machine's AWS identity.
Exit codes: 0 saved, 1 the credential does not work, 2 not done, 130
interrupted. Nothing is saved except with 0.`

export function addLoginBedrock(login: Command, cli: Cli): void {
  addBedrockOptions(login.command('bedrock').description('Add a credential for Claude on AWS Bedrock.'))
    .option('--json', 'Print the saved credential as JSON.')
    .addHelpText('after', HELP)
    .action((_options, command: Command) => loginBedrock(cli, command.optsWithGlobals<BedrockOptions>()))
}

interface Plan {
  readonly identity: Identity
  readonly secret: BedrockSecret
  readonly rest: Omit<Extract<Draft, { provider: 'bedrock' }>, 'method'>
}

async function loginBedrock(cli: Cli, options: BedrockOptions): Promise<void> {
  const given = identityFrom(options)
  placeFrom(options)
  const expiresAt = options.expiresAt && readTime('--expires-at', options.expiresAt, new Date())
  const secretText = await readSecretText(cli, options)
  const gateway = await openGateway(cli, options.url)
  const taken = new Set(gateway.credentials.map(({ accountId }) => accountId))
  if (options.accountId !== undefined) requireFreeAccountId(options.accountId, taken)

  const known: Known = { options, given, expiresAt: expiresAt || undefined, secretText, taken }
  const asks = askOf(cli, options)
  const ask = isComplete(known) ? null : asks
  const plan = ask === null ? planOf(known) : await askPlan(ask, known, cli.env)
  const draftOf = (secret: BedrockSecret) => ({ ...plan.rest, ...secret }) as Draft
  const hasSecret = plan.identity.kind !== 'machine'
  const { saved, probe } = await saveDraft(cli, gateway, ask, {
    options,
    draft: draftOf(plan.secret),
    askAgain: hasSecret
      ? async (again) => draftOf(await askBedrockSecret(again, { ...known, identity: plan.identity }))
      : null,
  })
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe, verb: 'Saved' })
}

interface Known {
  readonly options: BedrockOptions
  readonly given: Identity['kind'] | null
  readonly expiresAt: string | undefined
  readonly secretText: string | null
  readonly taken: ReadonlySet<string>
}

/** Whether the options leave nothing to ask. */
function isComplete({ options, given, secretText }: Known): boolean {
  const { accountId, region } = options
  return accountId !== undefined && region !== undefined && (secretText !== null || given === 'machine')
}

/** @throws CliError that lists the missing options */
function planOf({ options, given, expiresAt, secretText }: Known): Plan {
  const { accountId, name, region, endpointUrl, accessKeyId } = options
  const kind = given ?? 'api-key'
  const secretOption = kind === 'machine' ? '' : (secretText ?? undefined)
  requireOptions({
    '--account-id': accountId,
    '--region': region,
    '--secret-file or --secret-stdin': secretOption,
  })
  const identity = { kind, ...roleOf(options) }
  return {
    identity,
    secret: bedrockSecretFrom(secretText, { identity, accessKeyId, expiresAt }),
    rest: {
      provider: 'bedrock',
      accountId: accountId!,
      name: name ?? accountId!,
      region: region!,
      ...placeFrom(options),
      ...(endpointUrl !== undefined && { endpointUrl }),
    },
  }
}

async function askPlan(ask: Ask, known: Known, env: Cli['env']): Promise<Plan> {
  const { options, given, expiresAt, secretText, taken } = known
  const { accessKeyId, surface, geography, endpointUrl } = options
  ask.begin('Add a credential for Claude on AWS Bedrock')
  const chosen = given ?? (secretText === null ? null : 'api-key')
  const identity = chosen === null ? await askIdentity(ask) : { kind: chosen, ...roleOf(options) }
  const region = options.region ?? (await askRegion(ask, env.AWS_REGION ?? env.AWS_DEFAULT_REGION))
  const facts = { identity, accessKeyId, expiresAt }
  if (secretText === null) sayWhereToCreate(ask, identity, region)
  const secret =
    secretText === null ? await askBedrockSecret(ask, facts) : bedrockSecretFrom(secretText, facts)
  const names = await askNames(ask, {
    given: options,
    suggestion: `Bedrock ${region}`,
    prefix: 'acc_bedrock',
    taken,
  })
  const isPlaced = surface !== undefined || geography !== undefined || endpointUrl !== undefined
  const place = isPlaced
    ? { ...placeFrom(options), ...(endpointUrl !== undefined && { endpointUrl }) }
    : await askPlace(ask)
  return { identity, secret, rest: { provider: 'bedrock', ...names, region, ...place } }
}

function roleOf({ roleArn, externalId }: BedrockOptions) {
  return { ...(roleArn !== undefined && { roleArn }), ...(externalId !== undefined && { externalId }) }
}
