// Whether an override can mean anything, and the form it is kept in.
import type { SetModelOverride } from '@headgate/shared/models'
import { DomainError } from '../admin/domain-error.ts'
import { plainName, type ModelOverride } from './model-override.ts'
import { closeModelNames, parseModelId } from './parse-model-id.ts'

type CheckedOverride = Omit<ModelOverride, 'id' | 'createdAt' | 'updatedAt'>

/** @throws DomainError `invalid`, naming the field. */
export function checkOverride(input: SetModelOverride): CheckedOverride {
  const upstreamModel = input.upstreamModel === null ? null : upstreamIdOf(input.upstreamModel)
  const baseModel = input.baseModel === null ? null : baseModelOf(input.baseModel)
  const asked = parseModelId(input.model)
  if (asked.kind === 'invalid') throw new DomainError('invalid', asked.reason)
  if (asked.kind === 'anthropic' && asked.model === null && upstreamModel === null && baseModel === null) {
    throw new DomainError(
      'invalid',
      `model: ${shorten(input.model)} is not a model this gateway knows: say what it stands for with upstreamModel or baseModel. ${closeNames(input.model)}`,
    )
  }
  for (const field of input.dropFields) {
    if (ESSENTIAL_FIELD.test(field))
      throw new DomainError('invalid', `dropFields: ${field} cannot be left out of a request`)
  }
  return {
    model: plainName(input.model),
    credentialId: input.credentialId,
    upstreamModel,
    baseModel,
    dropBetas: [...new Set(input.dropBetas)],
    dropFields: [...new Set(input.dropFields)],
  }
}

/** What a request is nothing without, and what the gateway itself writes into it. */
const ESSENTIAL_FIELD =
  /^(?:model|stream|max_tokens|anthropic_version|anthropic_beta|messages(?:\.(?:\*|\d+)(?:\.(?:role|content(?:\.(?:\*|\d+)(?:\.type)?)?))?)?|tools\.(?:\*|\d+)\.(?:name|type|input_schema))$/

function upstreamIdOf(name: string): string {
  const parsed = parseModelId(name)
  if (parsed.kind === 'bedrock' || parsed.kind === 'arn') return parsed.id
  throw new DomainError(
    'invalid',
    `upstreamModel: ${shorten(name)} is not a Bedrock model id, inference profile id or ARN`,
  )
}

function baseModelOf(name: string): string {
  const parsed = parseModelId(name)
  if (parsed.kind !== 'invalid' && parsed.model !== null) return parsed.model.id
  throw new DomainError(
    'invalid',
    `baseModel: ${shorten(name)} is not a model this gateway knows. ${closeNames(name)}`,
  )
}

function closeNames(name: string): string {
  return `Close names: ${closeModelNames(name).join(', ')}.`
}

function shorten(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}...` : name
}
