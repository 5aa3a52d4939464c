// The secret of a Bedrock credential, asked for or read from what a script hands over.
import { bedrockKeysUrl } from '@headgate/shared/regions'
import type { Identity } from './ask-bedrock.ts'
import type { Ask } from './ask.ts'
import { parseAccessKeys, parseApiKey, type AccessKeys } from './parse-secret.ts'

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
  /** ISO 8601, of a long-term API key. */
  readonly expiresAt?: string | undefined
}

/** @param text null for the identity of the machine, which has none */
export function bedrockSecretFrom(text: string | null, facts: GivenFacts): BedrockSecret {
  const { kind, ...role } = facts.identity
  if (kind === 'machine' || text === null) return { method: 'iam', ...role }
  if (kind === 'keys') return { method: 'iam', ...role, ...parseAccessKeys(text, facts.accessKeyId) }
  return { method: 'api_key', apiKey: parseApiKey(text), ...expiryOf(facts) }
}

const ACCESS_KEYS_URL = 'https://console.aws.amazon.com/iam/home#/security_credentials'

/** Says where the secret is made, once, before it is asked for. */
export function sayWhereMade(ask: Ask, { kind }: Identity, region: string): void {
  if (kind === 'api-key')
    ask.say(
      'info',
      `Make a key here, in the region you will call; short-term keys last 12 hours at most:\n${bedrockKeysUrl(region)}`,
    )
  if (kind === 'keys') ask.say('info', `Make access keys here:\n${ACCESS_KEYS_URL}`)
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
      message: 'Access key id (AKIA... or ASIA...)',
      check: (answer) => (/^[\w.+@-]+$/.test(answer) ? undefined : 'This is no access key id.'),
    }))
  const secretAccessKey = await ask.secret({ message: 'Secret access key' })
  const sessionToken = accessKeyId.startsWith('ASIA')
    ? await ask.secret({ message: 'Session token of these temporary keys' })
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
