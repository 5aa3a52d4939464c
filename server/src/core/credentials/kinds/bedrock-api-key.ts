// A Bedrock API key: long-term, with an expiry that is entered, or short-term, which carries its own.
import { DomainError } from '../../admin/domain-error.ts'
import { Secret } from '../../vault/secret.ts'
import { bedrockKeyKind, readShortTermKey } from './bedrock-key.ts'
import type { BedrockApiKeyCredential } from '../credential.ts'
import { keyPreview } from './key-preview.ts'
import { placeChanged, placeView } from './bedrock-place.ts'
import type { CredentialKindModule } from './credential-kind.ts'

const SHORT_TERM_SOON_MS = 60 * 60_000
const LONG_TERM_SOON_MS = 14 * 24 * 60 * 60_000

export const bedrockApiKey: CredentialKindModule<'bedrock/api_key'> = {
  create: (base, input, now) => ({
    credential: {
      ...base,
      provider: 'bedrock',
      method: 'api_key',
      region: input.region,
      surface: input.surface,
      geography: input.geography,
      ...keyFacts(input, now),
    },
    secret: { method: 'api_key', apiKey: new Secret(input.apiKey) },
  }),
  rotate: (stored, input, now) => ({
    credential: { ...stored, ...keyFacts(input, now), updatedAt: now },
    secret: { method: 'api_key', apiKey: new Secret(input.apiKey) },
  }),
  change(stored, next, changes, now) {
    const placed = withKnownExpiry(stored, placeChanged(next, changes))
    const { expiresAt } = changes
    if (expiresAt === undefined) return placed
    if (bedrockKeyKind(placed.keyPreview) === 'short_term')
      throw new DomainError('invalid', 'expiresAt: a short-term key carries its own expiry. Leave it out.')
    return { ...placed, expiresAt: expiresAt === null ? null : enteredExpiry(expiresAt, now) }
  },
  view: (credential, common) => ({
    ...common,
    ...placeView(credential),
    method: 'api_key',
    keyPreview: credential.keyPreview,
    keyKind: bedrockKeyKind(credential.keyPreview),
    expiresAt: credential.expiresAt?.toISOString() ?? null,
  }),
  warnings(credential, secret, now) {
    const key = secret.apiKey.reveal()
    const facts = readShortTermKey(key)
    return [
      ...(bedrockKeyKind(key) === null
        ? ['This does not look like a Bedrock API key, which starts with ABSK or bedrock-api-key-.']
        : []),
      ...(facts && facts.region !== credential.region
        ? [`This short-term key only works in ${facts.region}, the credential says ${credential.region}.`]
        : []),
      ...(facts && facts.expiresAt <= now ? ['This short-term key has expired.'] : []),
    ]
  },
  expiry: ({ keyPreview: preview, expiresAt }) => ({
    at: expiresAt,
    soonMs: bedrockKeyKind(preview) === 'short_term' ? SHORT_TERM_SOON_MS : LONG_TERM_SOON_MS,
  }),
}

interface KeyInput {
  readonly apiKey: string
  readonly expiresAt?: string | undefined
}

function keyFacts({ apiKey, expiresAt }: KeyInput, now: Date) {
  const entered = expiresAt === undefined ? null : enteredExpiry(expiresAt, now)
  return { keyPreview: keyPreview(apiKey), expiresAt: readShortTermKey(apiKey)?.expiresAt ?? entered }
}

/** The same key, entered again for another address, expires when it did before. */
function withKnownExpiry(
  stored: BedrockApiKeyCredential,
  next: BedrockApiKeyCredential,
): BedrockApiKeyCredential {
  const isSame = stored.keyPreview === next.keyPreview && next.expiresAt === null
  return isSame ? { ...next, expiresAt: stored.expiresAt } : next
}

/** @throws DomainError `invalid` for a time in the past, which is most likely a typing error. */
function enteredExpiry(expiresAt: string, now: Date): Date {
  const at = new Date(expiresAt)
  if (at <= now) throw new DomainError('invalid', 'expiresAt: is in the past.')
  return at
}
