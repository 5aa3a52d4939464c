// Which upstreams exist, and the places of AWS they are reached at.
import { z } from 'zod'

export const providerSchema = z.enum(['anthropic', 'bedrock'])
export type Provider = z.infer<typeof providerSchema>

/** How the gateway can authenticate with each provider. */
const METHODS = {
  anthropic: ['api_key', 'oauth', 'workload_identity'],
  bedrock: ['api_key', 'iam'],
} as const satisfies Record<Provider, readonly string[]>

/** `<provider>/<method>`: every kind of credential there is. */
export type CredentialKind = { [P in Provider]: `${P}/${(typeof METHODS)[P][number]}` }[Provider]

/** Provider and method of one kind. */
export type KindParts<K extends CredentialKind> = K extends `${infer P extends Provider}/${infer M}`
  ? { readonly provider: P; readonly method: M }
  : never

/**
 * Bedrock surface: `invoke` is InvokeModel and InvokeModelWithResponseStream, `messages` the Messages API on
 * bedrock-runtime, `mantle` the Messages API on bedrock-mantle.
 */
export const surfaceSchema = z.enum(['invoke', 'messages', 'mantle'])
export type Surface = z.infer<typeof surfaceSchema>

/** Which inference profile a model is reached through; `auto` decides by region, `none` uses the bare model id. */
export const geographySchema = z.enum(['auto', 'global', 'us', 'eu', 'apac', 'jp', 'au', 'us-gov', 'none'])
export type Geography = z.infer<typeof geographySchema>

/**
 * An AWS region code. The shape is strict because the region becomes part of a host name:
 * a known area, a compass direction, one digit.
 */
export const regionSchema = z
  .string()
  .regex(
    /^(?:us|eu|ap|sa|ca|me|af|il|mx|cn|us-gov|us-iso[bef]?|eu-isoe|eusc-de)-(?:north|south|east|west|central|northeast|northwest|southeast|southwest)-\d$/,
    'is not an AWS region such as us-east-1 or eu-central-1',
  )
