// Whose credential it is. A provider that is missing here does not compile.
import type { BedrockCredential } from '../credentials/credential.ts'
import type { Candidate } from './provider.ts'

type AnyCredential = Candidate['credential']

/** The credential if it is Bedrock's, which alone has a region, a surface and a geography; null otherwise. */
export function bedrockOf(credential: AnyCredential): BedrockCredential | null {
  switch (credential.provider) {
    case 'anthropic':
      return null
    case 'bedrock':
      return credential
  }
}

export function isAnthropic({ provider }: Pick<AnyCredential, 'provider'>): boolean {
  switch (provider) {
    case 'anthropic':
      return true
    case 'bedrock':
      return false
  }
}
