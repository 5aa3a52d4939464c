// The place that every Bedrock credential has: a region, a surface and a geography.
import type { BedrockCredential } from '../credential.ts'
import type { KindChanges } from './credential-kind.ts'

export function placeChanged<C extends BedrockCredential>(
  credential: C,
  { region, surface, geography }: KindChanges,
): C {
  return {
    ...credential,
    region: region ?? credential.region,
    surface: surface ?? credential.surface,
    geography: geography ?? credential.geography,
  }
}

export function placeView({ region, surface, geography }: BedrockCredential) {
  return { provider: 'bedrock', region, surface, geography } as const
}
