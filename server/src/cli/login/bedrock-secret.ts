// The secret of a Bedrock credential, typed by a person or passed by a script.
import { bedrockKeysUrl } from '@headgate/shared/regions'
import type { Identity } from './ask-bedrock.ts'
import type { Ask } from '../prompts/ask.ts'
import { parseAccessKeys, parseApiKey, type AccessKeys } from '../input/parse-secret.ts'

export type BedrockSecret =
  | { readonly method: 'api_key'; readonly apiKey: string; readonly expiresAt?: string }
  | ({
      readonly method: 'iam'
      readonly roleArn?: string
      readonly externalId?: string
    } & Partial<AccessKeys>)

interface GivenFacts {
  readonly identity: Identity
  readonly accessKeyId?: string | undefined
  /** ISO 8601; only long-term API keys. */
  readonly expiresAt?: string | undefined
}

/** @param text null for the machine's own AWS identity, which has no secret */
export function bedrockSecretFrom(text: string | null, facts: GivenFacts): BedrockSecret {
  const { kind, ...role } = facts.identity
  if (kind === 'machine' || text === null) return { method: 'iam', ...role }
  if (kind === 'keys') return { method: 'iam', ...role, ...parseAccessKeys(text, facts.accessKeyId) }
  return { method: 'api_key', apiKey: parseApiKey(text), ...expiryOf(facts) }
}

const ACCESS_KEYS_URL = 'https://console.aws.amazon.com/iam/home#/security_credentials'

/** Tells a person where to create the secret. */
export function sayWhereToCreate(ask: Ask, { kind }: Identity, region: string): void {
  if (kind === 'api-key')
    ask.say(
      'info',
      `Create a key in the region you will call. Short-term keys last up to 12 hours.\n${bedrockKeysUrl(region)}`,
    )
  if (kind === 'keys') ask.say('info', `Create access keys here:\n${ACCESS_KEYS_URL}`)
}

export async function askBedrockSecret(ask: Ask, facts: GivenFacts): Promise<BedrockSecret> {
  const { kind, ...role } = facts.identity
  if (kind === 'machine') return { method: 'iam', ...role }
  if (kind === 'api-key') {
    const apiKey = await ask.secret({ message: 'API key (ABSK... or bedrock-api-key-...)' })
    return { method: 'api_key', apiKey, ...expiryOf(facts) }
  }
  const accessKeyId =
    facts.accessKeyId ??
    (await ask.text({
      message: 'Access key ID (AKIA... or ASIA...)',
      check: (answer) =>
        /^[\w.+@-]+$/.test(answer) ? undefined : 'An access key ID has only letters and digits.',
    }))
  const secretAccessKey = await ask.secret({ message: 'Secret access key' })
  const sessionToken = accessKeyId.startsWith('ASIA')
    ? await ask.secret({ message: 'Session token (these keys are temporary)' })
    : ''
  return {
    method: 'iam',
    ...role,
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== '' && { sessionToken }),
  }
}

function expiryOf({ expiresAt }: GivenFacts): { expiresAt?: string } {
  return expiresAt === undefined ? {} : { expiresAt }
}
