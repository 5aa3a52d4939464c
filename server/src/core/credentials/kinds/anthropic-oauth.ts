// A sign-in to the Claude Console: an access token, and a refresh token that renews it.
import { isAccessToken, looksLikeSubscription, SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import { Secret } from '../../vault/secret.ts'
import type { AnthropicOAuthCredential } from '../credential.ts'
import { accessTokenExpiry, renewalView } from './access-token.ts'
import type { CredentialKindModule, NewSecret, SecretOf } from './credential-kind.ts'
import { denyExpiry, denyPlace } from './other-kinds-changes.ts'

type Tokens = Omit<NewSecret<'anthropic/oauth'>, 'method'>

export const anthropicOAuth: CredentialKindModule<'anthropic/oauth'> = {
  create: (base, input) => ({
    credential: { ...base, provider: 'anthropic', method: 'oauth', ...grantOf(input), subscription: false },
    secret: secretOf(input),
  }),
  rotate: (stored, input, now) => ({
    credential: { ...stored, ...grantOf(input), updatedAt: now },
    secret: secretOf(input),
  }),
  change(_stored, next, changes) {
    denyPlace(changes)
    denyExpiry(changes)
    return next
  },
  view: (credential, common, refreshProblem) => ({
    provider: 'anthropic',
    method: 'oauth',
    ...common,
    expiresAt: credential.expiresAt.toISOString(),
    ...renewalView(credential, refreshProblem),
    subscription: credential.subscription,
  }),
  warnings(credential, secret, now) {
    const accessToken = secret.accessToken.reveal()
    return [
      ...(isAccessToken(accessToken)
        ? []
        : ['This does not look like an OAuth access token, which starts with sk-ant-oat.']),
      ...(credential.expiresAt <= now ? ['This access token has expired.'] : []),
      ...(isOfSubscription(accessToken, credential, now) ? [SUBSCRIPTION_NOTICE] : []),
    ]
  },
  expiry: accessTokenExpiry,
}

/** `lastRefreshAt` starts again: the lifetime of the new token is learned from its own renewals. */
function grantOf({ expiresAt, scopes }: Tokens) {
  return { expiresAt: new Date(expiresAt), scopes, lastRefreshAt: null }
}

function secretOf({ accessToken, refreshToken }: Tokens): SecretOf<'anthropic/oauth'> {
  return { method: 'oauth', accessToken: new Secret(accessToken), refreshToken: new Secret(refreshToken) }
}

function isOfSubscription(accessToken: string, credential: AnthropicOAuthCredential, now: Date): boolean {
  const { subscription, expiresAt, scopes } = credential
  return subscription || looksLikeSubscription({ accessToken, expiresAt, scopes }, now)
}
