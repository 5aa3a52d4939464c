// `headgate login bedrock`: adds a Bedrock credential, tried before it is saved.
import type { Command } from 'commander'
import { askIdentity, askPlace, askRegion, type Identity } from '../ask-bedrock.ts'
import { askNames, requireFreeAccountId } from '../ask-names.ts'
import type { Ask } from '../ask.ts'
import { addBedrockOptions, identityOf, placeOptions, type BedrockOptions } from '../bedrock-options.ts'
import { askBedrockSecret, bedrockSecretFrom, sayWhereMade, type BedrockSecret } from '../bedrock-secret.ts'
import type { Cli } from '../cli.ts'
import { askOf, requireOptions } from '../common-options.ts'
import { endLogin } from '../end-login.ts'
import { openGateway } from '../open-gateway.ts'
import { readTime } from '../read-time.ts'
import { saveDraft, type Draft } from '../save-draft.ts'
import { readSecretText } from '../secret-source.ts'

const HELP = `
In a terminal, what is missing is asked. A script gives --account-id and
--region, and the secret in a file or on standard input, never as an argument:
  API key      one line: the key
  access keys  JSON {"accessKeyId":..,"secretAccessKey":..,"sessionToken":..},
               or lines AWS_ACCESS_KEY_ID=.. AWS_SECRET_ACCESS_KEY=..,
               or with --access-key-id one line: the secret access key
  --method iam without either: the AWS identity of the gateway's machine
Exit codes: 0 saved, 1 the probe failed and nothing is saved, 2 it could not be
done, 130 interrupted and nothing is saved.`

export function addLoginBedrock(login: Command, cli: Cli): void {
  addBedrockOptions(login.command('bedrock').description('add a credential for Claude on AWS Bedrock'))
    .option('--json', 'the saved credential as JSON on stdout')
    .addHelpText('after', HELP)
    .action((_options, command: Command) => loginBedrock(cli, command.optsWithGlobals<BedrockOptions>()))
}

interface Plan {
  readonly identity: Identity
  readonly secret: BedrockSecret
  readonly rest: Omit<Extract<Draft, { provider: 'bedrock' }>, 'method'>
}

async function loginBedrock(cli: Cli, options: BedrockOptions): Promise<void> {
  const given = identityOf(options)
  placeOptions(options)
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
  await endLogin({ cli, connection: gateway, ask, options }, { saved, probe, verb: 'saved' })
}

interface Known {
  readonly options: BedrockOptions
  readonly given: Identity['kind'] | null
  readonly expiresAt: string | undefined
  readonly secretText: string | null
  readonly taken: ReadonlySet<string>
}

/** Whether no question is left. */
function isComplete({ options, given, secretText }: Known): boolean {
  const { accountId, region } = options
  return accountId !== undefined && region !== undefined && (secretText !== null || given === 'machine')
}

/** By options alone. @throws CliError naming what is missing. */
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
      ...placeOptions(options),
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
  if (secretText === null) sayWhereMade(ask, identity, region)
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
    ? { ...placeOptions(options), ...(endpointUrl !== undefined && { endpointUrl }) }
    : await askPlace(ask)
  return { identity, secret, rest: { provider: 'bedrock', ...names, region, ...place } }
}

function roleOf({ roleArn, externalId }: BedrockOptions) {
  return { ...(roleArn !== undefined && { roleArn }), ...(externalId !== undefined && { externalId }) }
}
