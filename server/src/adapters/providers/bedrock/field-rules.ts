// How a field of the request is judged by its rule.
import type { CatalogModel } from '../../../core/models/catalog.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { elementsOf, kindOf, type JsonTape } from '../../../core/wire/json-tape.ts'

export type ModelTest = (model: CatalogModel) => boolean

/**
 * - `pass` goes as it is.
 * - `replaced` is written anew by the gateway.
 * - `refuse` changes what the answer means, so the call is refused with the way out.
 * - `with_beta` passes only together with one of these betas; a field without its beta is refused by Bedrock.
 * - `taken_by` passes to these models.
 */
export type FieldRule =
  | { readonly kind: 'pass' }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'refuse'; readonly why: string; readonly exceptFor?: ModelTest }
  | { readonly kind: 'with_beta'; readonly betas: readonly string[] }
  | { readonly kind: 'taken_by'; readonly models: ModelTest }

export interface RequestContext {
  /** Null when the gateway cannot name it. */
  readonly model: CatalogModel | null
  /** Betas that will be sent. */
  readonly betas: ReadonlySet<string>
}

/** A model the gateway cannot name may know anything. */
export function isTakenBy(models: ModelTest, model: CatalogModel | null): boolean {
  return model === null || models(model)
}

/** @throws GatewayError naming the field that Bedrock cannot serve. */
export function staysByRule(
  rule: FieldRule,
  tape: JsonTape,
  field: { readonly path: string; readonly value: number },
  context: RequestContext,
): boolean {
  switch (rule.kind) {
    case 'pass':
      return true
    case 'replaced':
      return false
    case 'with_beta':
      return rule.betas.some((beta) => context.betas.has(beta))
    case 'taken_by':
      return isTakenBy(rule.models, context.model)
    case 'refuse':
      if (rule.exceptFor && isTakenBy(rule.exceptFor, context.model)) return true
      if (asksForNothing(tape, field.value)) return false
      throw new GatewayError('invalid_request_error', `${field.path}: ${rule.why}`)
  }
}

function asksForNothing(tape: JsonTape, value: number): boolean {
  const kind = kindOf(tape, value)
  return kind === 'null' || (kind === 'array' && elementsOf(tape, value).next().done === true)
}
