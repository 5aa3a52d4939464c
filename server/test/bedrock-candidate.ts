// A Bedrock credential with its key, as the vault hands it out.
import type { BedrockApiKeyCredential } from '../src/core/credentials/credential.ts'
import { Secret } from '../src/core/vault/secret.ts'
import type { Candidate } from '../src/core/upstream/provider.ts'

const DAY = new Date('2026-11-22T12:00:00Z')

export function bedrockCandidate(changes: Partial<BedrockApiKeyCredential> = {}): Candidate {
  return {
    credential: {
      provider: 'bedrock',
      method: 'api_key',
      id: 'c1',
      accountId: 'acc_aws',
      name: 'AWS',
      endpointUrl: null,
      enabled: true,
      createdAt: DAY,
      updatedAt: DAY,
      keyPreview: null,
      region: 'us-east-1',
      surface: 'invoke',
      geography: 'us',
      expiresAt: null,
      ...changes,
    },
    secret: { method: 'api_key', apiKey: new Secret('ABSKvault') },
  }
}
