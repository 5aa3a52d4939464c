// The options of `login bedrock`, and what they say about identity and place.
import type { Command } from 'commander'
import { geographySchema, surfaceSchema, type Geography, type Surface } from '@headgate/shared/providers'
import { addFieldOptions, methodFrom, methodsOf, oneOf, optionOf, type FieldOptions } from './kind-options.ts'
import { addNameOptions, addSaveOptions, type LoginOptions } from './save-options.ts'

export interface BedrockOptions extends LoginOptions, FieldOptions {}

const PLACES = { surface: surfaceSchema.options, geography: geographySchema.options }

export function addBedrockOptions(command: Command): Command {
  command.option(
    '--method <method>',
    `How to authenticate: ${methodsOf('bedrock').join(' or ')} (default: follows from the other options).`,
  )
  return addSaveOptions(
    addFieldOptions(addNameOptions(command, 'acc_bedrock_prod'), 'bedrock', { values: PLACES }),
  )
}

/** What signs a request: an API key, access keys, or the gateway machine's own AWS identity. */
export type BedrockIdentity = 'api-key' | 'keys' | 'machine'

/** @returns null when the options leave it open @throws CliError when they contradict each other */
export function identityFrom(options: BedrockOptions): BedrockIdentity | null {
  const method = methodFrom('bedrock', options)
  // An expiry alone does not say enough: a person is still asked.
  if (method === null || (method === 'api-key' && options.method === undefined)) return null
  if (method === 'api-key') return method
  const hasSecret = options.secretFile !== undefined || options.secretStdin === true
  return hasSecret || options.accessKeyId !== undefined ? 'keys' : 'machine'
}

/** @throws CliError that lists the accepted values */
export function placeFrom({ surface, geography }: FieldOptions): {
  surface?: Surface
  geography?: Geography
} {
  return {
    ...(surface !== undefined && { surface: oneOf(optionOf('surface'), PLACES.surface, surface) }),
    ...(geography !== undefined && { geography: oneOf(optionOf('geography'), PLACES.geography, geography) }),
  }
}
