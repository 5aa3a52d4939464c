// An API key of the Claude Console. It does not expire.
import { isAccessToken, SUBSCRIPTION_NOTICE } from '@headgate/shared/subscription'
import { Secret } from '../../vault/secret.ts'
import { keyPreview } from './key-preview.ts'
import type { CredentialKindModule } from './credential-kind.ts'
import { denyExpiry, denyPlace } from './other-kinds-changes.ts'

export const anthropicApiKey: CredentialKindModule<'anthropic/api_key'> = {
  create: (base, { apiKey }) => ({
    credential: { ...base, provider: 'anthropic', method: 'api_key', keyPreview: keyPreview(apiKey) },
    secret: { method: 'api_key', apiKey: new Secret(apiKey) },
  }),
  rotate(stored, input, now) {
    denyExpiry(input)
    return {
      credential: { ...stored, keyPreview: keyPreview(input.apiKey), updatedAt: now },
      secret: { method: 'api_key', apiKey: new Secret(input.apiKey) },
    }
  },
  change(_stored, next, changes) {
    denyPlace(changes)
    denyExpiry(changes)
    return next
  },
  view: (credential, common) => ({
    provider: 'anthropic',
    method: 'api_key',
    ...common,
    keyPreview: credential.keyPreview,
  }),
  warnings(_credential, { apiKey }) {
    const key = apiKey.reveal()
    if (isAccessToken(key))
      return [
        'This looks like an OAuth access token. Add it as an OAuth credential instead.',
        SUBSCRIPTION_NOTICE,
      ]
    return key.startsWith('sk-ant-api')
      ? []
      : ['This does not look like an Anthropic API key, which starts with sk-ant-api.']
  },
  expiry: () => ({ at: null, soonMs: 0 }),
}
