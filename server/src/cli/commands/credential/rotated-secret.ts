// The new secret of a credential that is rotated, as its kind needs it: passed by a script or typed by a person.
import type { CredentialView, RotateCredential } from '@headgate/shared/credentials'
import { isAccessToken, looksLikeSubscription } from '@headgate/shared/subscription'
import type { Cli } from '../../cli.ts'
import { parseApiKey, parseOAuthTokens } from '../../input/parse-secret.ts'
import { readTime } from '../../input/read-time.ts'
import type { SecretOptions } from '../../input/secret-source.ts'
import { askBedrockSecret, bedrockSecretFrom, sayWhereToCreate } from '../../login/bedrock-secret.ts'
import { askFederation, givenFederation, namesFederation, requireNoSecret } from '../../login/federation.ts'
import type { FieldOptions } from '../../login/kind-options.ts'
import { acceptNotice, type NoticeOptions } from '../../login/subscription-notice.ts'
import { titleOf } from '../../output/describe-credential.ts'
import { CliError } from '../../output/errors.ts'
import type { Ask } from '../../prompts/ask.ts'

export interface RotatedSecretOptions extends SecretOptions, NoticeOptions, FieldOptions {
  /** Sign with the gateway machine's own AWS identity: there is no secret to pass. */
  readonly identityOfMachine?: true
}

export type RotatedSecret = RotateCredential extends infer R
  ? R extends unknown
    ? Omit<R, 'id' | 'model' | 'force'>
    : never
  : never

/** @param text null when the options alone say everything */
export async function secretFromOptions(
  cli: Pick<Cli, 'hidden'>,
  view: CredentialView,
  options: RotatedSecretOptions,
  text: string | null,
): Promise<RotatedSecret> {
  if (options.identityOfMachine && view.method !== 'iam')
    throw new CliError(
      `--identity-of-machine is for AWS Bedrock, IAM. ${view.accountId} is: ${titleOf(view)}.`,
    )
  if (namesFederation(options) && view.method !== 'workload_identity')
    throw new CliError(
      `--federation-rule-id and the other IDs are for workload identities. ${view.accountId} is: ${titleOf(view)}.`,
    )
  if (view.method === 'workload_identity') {
    requireNoSecret(text)
    return { method: view.method, ...givenFederation(options, view)! }
  }
  if (view.method === 'oauth') {
    const tokens = parseOAuthTokens(text!)
    for (const part of [tokens.accessToken, tokens.refreshToken]) cli.hidden.hide(part)
    const facts = { ...tokens, expiresAt: new Date(tokens.expiresAt), scopes: tokens.scopes ?? view.scopes }
    if (view.subscription || looksLikeSubscription(facts, new Date())) await acceptNotice(null, options)
    return { method: 'oauth', ...tokens, scopes: facts.scopes }
  }
  if (view.provider === 'bedrock') return bedrockSecretFrom(text, factsOf(view, options, text !== null))
  const apiKey = parseApiKey(text!)
  if (isAccessToken(apiKey)) await acceptNotice(null, options)
  return { method: 'api_key', apiKey }
}

type BedrockView = Extract<CredentialView, { provider: 'bedrock' }>

function factsOf(view: BedrockView, options: RotatedSecretOptions, hasKeys: boolean) {
  const expiresAt = options.expiresAt && readTime('--expires-at', options.expiresAt, new Date())
  const kind =
    view.method === 'api_key' ? ('api-key' as const) : hasKeys ? ('keys' as const) : ('machine' as const)
  const role = view.method === 'iam' ? roleOf(view, options) : {}
  return { identity: { kind, ...role }, accessKeyId: options.accessKeyId, expiresAt: expiresAt || undefined }
}

function roleOf(
  view: Extract<BedrockView, { method: 'iam' }>,
  { roleArn, externalId }: RotatedSecretOptions,
) {
  // Without these options the role and its external ID stay.
  if (roleArn === undefined && externalId === undefined) return {}
  const role = roleArn ?? view.roleArn
  return { ...(role !== null && { roleArn: role }), ...(externalId !== undefined && { externalId }) }
}

/** @param isFirst whether the person is told where to create the secret */
export async function askRotatedSecret(
  view: CredentialView,
  options: RotatedSecretOptions,
  ask: Ask,
  isFirst: boolean,
): Promise<RotatedSecret> {
  if (view.provider === 'bedrock') {
    const facts = factsOf(view, options, view.method === 'iam' && view.keyPreview !== null)
    if (isFirst) sayWhereToCreate(ask, facts.identity, view.region)
    return askBedrockSecret(ask, facts)
  }
  if (view.method === 'workload_identity')
    return { method: view.method, ...(await askFederation(ask, {}, view)) }
  const apiKey = await ask.secret({ message: 'API key (sk-ant-api...)' })
  if (isAccessToken(apiKey)) await acceptNotice(ask, options)
  return { method: 'api_key', apiKey }
}
