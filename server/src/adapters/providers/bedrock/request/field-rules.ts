// How a field of the request is judged by its rule.
import type { Surface } from '@headgate/shared/providers'
import type { CatalogModel } from '../../../../core/models/catalog.ts'
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'
import { elementsOf, kindOf, type JsonTape } from '../../../../core/wire/json-tape.ts'
import { isTakenBy, type ModelTest } from '../../../../core/models/bedrock-capabilities.ts'
import { noteLeftOut, WHY, type ChangeNotes } from './change-notes.ts'
import type { Unsupported } from './unsupported-fields.ts'

export interface RequestContext {
  /** Null when the gateway cannot name it. */
  readonly model: CatalogModel | null
  readonly surface: Surface
  /** Betas that will be sent. */
  readonly betas: ReadonlySet<string>
  readonly unsupported: Unsupported
  readonly notes: ChangeNotes
}

export type ContextTest = (context: RequestContext) => boolean

export const forModels =
  (models: ModelTest): ContextTest =>
  ({ model }) =>
    isTakenBy(models, model)

/**
 * - `pass` goes as it is.
 * - `replaced` is written anew by the gateway.
 * - `left_out` is not taken, and the answer means the same without it.
 * - `reject` changes what the answer means, so the call is rejected with the way out.
 * - `with_beta` passes only together with one of these betas; a field without its beta is rejected by Bedrock.
 * - `taken` passes where the test says so; else it is left out because of what the model is, or `why`.
 */
export type FieldRule =
  | { readonly kind: 'pass' }
  | { readonly kind: 'replaced' }
  | { readonly kind: 'left_out' }
  | { readonly kind: 'reject'; readonly why: string; readonly exceptFor?: ContextTest }
  | { readonly kind: 'with_beta'; readonly betas: readonly string[] }
  | { readonly kind: 'taken'; readonly where: ContextTest; readonly why?: string }

export interface Field {
  readonly path: string
  readonly value: number
}

/** @throws GatewayError naming the field that Bedrock cannot serve. */
export function staysByRule(rule: FieldRule, tape: JsonTape, field: Field, context: RequestContext): boolean {
  switch (rule.kind) {
    case 'pass':
      return true
    case 'replaced':
      return false
    case 'left_out':
      return staysOr(false, WHY.unknown, field, context)
    case 'with_beta':
      return staysOr(
        rule.betas.some((beta) => context.betas.has(beta)),
        WHY.beta,
        field,
        context,
      )
    case 'taken':
      return staysOr(rule.where(context), rule.why ?? WHY.model, field, context)
    case 'reject':
      if (rule.exceptFor?.(context) === true) return true
      if (asksForNothing(tape, field.value)) return staysOr(false, WHY.nothing, field, context)
      // An operator has decided that it is not needed.
      if (context.unsupported.fields.has(field.path)) return staysOr(false, WHY.unknown, field, context)
      throw new GatewayError('invalid_request_error', `${field.path}: ${rule.why}`)
  }
}

function staysOr(
  stays: boolean,
  why: string,
  { path }: Field,
  { unsupported, notes }: RequestContext,
): boolean {
  if (!stays) noteLeftOut(notes, path, unsupported.fields.has(path) ? WHY.unsupported : why)
  return stays
}

function asksForNothing(tape: JsonTape, value: number): boolean {
  const kind = kindOf(tape, value)
  return kind === 'null' || (kind === 'array' && elementsOf(tape, value).next().done === true)
}
