// Routing hands candidates to the adapter of their provider only.
import type { BedrockCredential } from '../../../core/credentials/credential.ts'
import type { Candidate } from '../../../core/upstream/provider.ts'

/** @throws TypeError for any other: a defect of the gateway */
export function bedrockCredential({ credential }: Pick<Candidate, 'credential'>): BedrockCredential {
  if (credential.provider !== 'bedrock') throw new TypeError('not a Bedrock credential')
  return credential
}
