// What `login bedrock` can be told in advance: everything but the secret itself.
import type { Command } from 'commander'
import { geographySchema, surfaceSchema, type Geography, type Surface } from '@headgate/shared/providers'
import { CliError } from './cli-error.ts'
import type { CommonOptions } from './common-options.ts'
import type { SaveOptions } from './save-draft.ts'
import { addSecretOptions, type SecretOptions } from './secret-source.ts'

export interface BedrockOptions extends CommonOptions, SecretOptions, SaveOptions {
  readonly method?: string
  readonly accountId?: string
  readonly name?: string
  readonly region?: string
  readonly surface?: string
  readonly geography?: string
  readonly endpointUrl?: string
  readonly accessKeyId?: string
  readonly roleArn?: string
  readonly externalId?: string
  readonly expiresAt?: string
}

export function addBedrockOptions(command: Command): Command {
  const described = command
    .option('--method <method>', 'api-key or iam (default: api-key, or iam with its options)')
    .option('--account-id <slug>', 'account id, such as acc_bedrock_prod')
    .option('--name <name>', 'name for people (default: the account id)')
    .option('--region <region>', 'AWS region, such as us-east-1')
    .option('--surface <surface>', `${surfaceSchema.options.join(', ')} (default: invoke)`)
    .option('--geography <geography>', `${geographySchema.options.join(', ')} (default: auto)`)
    .option('--endpoint-url <url>', 'host of your own in place of the one of AWS')
    .option('--expires-at <time>', 'end of a long-term API key: 2026-12-31, a time, or 90d')
    .option('--access-key-id <id>', 'of IAM access keys')
    .option('--role-arn <arn>', 'role that the identity assumes')
    .option('--external-id <id>', 'that the trust policy of the role asks for')
  return addSaveOptions(addSecretOptions(described))
}

export function addSaveOptions(command: Command): Command {
  return command
    .option('--model <id>', 'model of the probe (default: a small one)')
    .option('--no-probe', 'save without trying it')
    .option('--force', 'save although the probe fails')
}

/** Who signs: an API key, access keys, or the machine that the gateway runs on. */
export type BedrockIdentity = 'api-key' | 'keys' | 'machine'

/** Null when the options do not say it. @throws CliError when they contradict each other. */
export function identityOf(options: BedrockOptions): BedrockIdentity | null {
  const { method, accessKeyId, roleArn, externalId, secretFile, secretStdin } = options
  const ofIam = accessKeyId !== undefined || roleArn !== undefined || externalId !== undefined
  if (method !== undefined && method !== 'api-key' && method !== 'iam')
    throw new CliError(`--method is api-key or iam, not '${method}'.`)
  if (method === 'api-key' && ofIam)
    throw new CliError('--access-key-id, --role-arn and --external-id belong to --method iam.')
  if (method === 'iam' || ofIam) {
    if (options.expiresAt !== undefined) throw new CliError('--expires-at belongs to API keys.')
    const hasSecret = secretFile !== undefined || secretStdin === true
    return hasSecret || accessKeyId !== undefined ? 'keys' : 'machine'
  }
  return method === undefined ? null : 'api-key'
}

/** @throws CliError naming what there is to choose from. */
export function placeOptions({ surface, geography }: BedrockOptions): {
  surface?: Surface
  geography?: Geography
} {
  return {
    ...(surface !== undefined && { surface: oneOf('--surface', surfaceSchema.options, surface) }),
    ...(geography !== undefined && { geography: oneOf('--geography', geographySchema.options, geography) }),
  }
}

function oneOf<T extends string>(option: string, values: readonly T[], given: string): T {
  const found = values.find((value) => value === given)
  if (found === undefined) throw new CliError(`${option} is one of ${values.join(', ')}.`)
  return found
}
