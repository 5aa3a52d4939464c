// What looks unusual about a secret. Vendors change their prefixes, so this warns and never rejects.
import type { Provider } from '@headgate/shared/providers'
import { isAccessToken, looksLikeSubscription, SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import { readShortTermKey } from './bedrock-key.ts'
import type { Credential, CredentialSecret, Federation, IamSecret } from './credential.ts'

export function secretWarnings(credential: Credential, secret: CredentialSecret, now: Date): string[] {
  if (secret.method === 'oauth') return oauthWarnings(secret.accessToken.reveal(), credential, now)
  if (secret.method === 'iam') return iamWarnings(credential, secret)
  if (secret.method === 'workload_identity')
    return credential.method === secret.method ? federationWarnings(credential) : []
  const key = secret.apiKey.reveal()
  return [
    ...kindWarnings(credential.provider, key),
    ...(credential.provider === 'bedrock' ? bedrockWarnings(credential.region, key, now) : []),
  ]
}

function kindWarnings(provider: Provider, key: string): string[] {
  if (provider === 'bedrock') {
    return /^(?:ABSK|bedrock-api-key-)/.test(key)
      ? []
      : ['This does not look like a Bedrock API key, which starts with ABSK or bedrock-api-key-.']
  }
  if (isAccessToken(key))
    return [
      'This looks like an OAuth access token. Add it as an OAuth credential instead.',
      SUBSCRIPTION_NOTICE,
    ]
  return key.startsWith('sk-ant-api')
    ? []
    : ['This does not look like an Anthropic API key, which starts with sk-ant-api.']
}

function bedrockWarnings(region: string, key: string, now: Date): string[] {
  const facts = readShortTermKey(key)
  if (!facts) return []
  return [
    ...(facts.region === region
      ? []
      : [`This short-term key only works in ${facts.region}, the credential says ${region}.`]),
    ...(facts.expiresAt > now ? [] : ['This short-term key has expired.']),
  ]
}

function iamWarnings(credential: Credential, { sessionToken }: IamSecret): string[] {
  const accessKeyId = credential.method === 'iam' ? credential.accessKeyId : null
  const isTemporary = accessKeyId?.startsWith('ASIA') === true
  return [
    ...(accessKeyId === null || /^A[KS]IA[A-Z2-7]{16}$/.test(accessKeyId)
      ? []
      : ['This does not look like an AWS access key id, which starts with AKIA or ASIA.']),
    ...(isTemporary && sessionToken === null
      ? ['Access key ids that start with ASIA are temporary and need their session token.']
      : []),
    ...(sessionToken === null
      ? []
      : ['Keys with a session token expire within hours and cannot be renewed. Prefer a role.']),
  ]
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

function federationWarnings(federation: Federation): string[] {
  const { federationRuleId, organizationId, serviceAccountId, workspaceId } = federation
  return [
    ...(federationRuleId.startsWith('fdrl_')
      ? []
      : ['This does not look like the id of a federation rule, which starts with fdrl_.']),
    ...(UUID.test(organizationId)
      ? []
      : ['This does not look like the id of an organization, which is a UUID.']),
    ...(serviceAccountId.startsWith('svac_')
      ? []
      : ['This does not look like the id of a service account, which starts with svac_.']),
    ...(workspaceId === 'default' || workspaceId.startsWith('wrkspc_')
      ? []
      : ['This does not look like a workspace, which is `default` or starts with wrkspc_.']),
  ]
}

function oauthWarnings(accessToken: string, credential: Credential, now: Date): string[] {
  return [
    ...(isAccessToken(accessToken)
      ? []
      : ['This does not look like an OAuth access token, which starts with sk-ant-oat.']),
    ...('expiresAt' in credential && credential.expiresAt !== null && credential.expiresAt <= now
      ? ['This access token has expired.']
      : []),
    ...(isOfSubscription(accessToken, credential, now) ? [SUBSCRIPTION_NOTICE] : []),
  ]
}

function isOfSubscription(accessToken: string, credential: Credential, now: Date): boolean {
  if (credential.method !== 'oauth') return false
  const { subscription, expiresAt, scopes } = credential
  return subscription || looksLikeSubscription({ accessToken, expiresAt, scopes }, now)
}
