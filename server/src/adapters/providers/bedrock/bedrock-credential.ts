// Routing hands candidates to the adapter of their provider only.
import type { BedrockCredential } from '../../../core/credentials/credential.ts'
import type { Candidate } from '../../../core/upstream/provider.ts'
import { bedrockOf } from '../../../core/upstream/of-provider.ts'

/** @throws TypeError for any other: a defect of the gateway */
export function bedrockCredential({ credential }: Pick<Candidate, 'credential'>): BedrockCredential {
  const bedrock = bedrockOf(credential)
  if (bedrock === null) throw new TypeError('not a Bedrock credential')
  return bedrock
}
