// A Messages body as Bedrock gets it, for tests.
import {
  prepareBody,
  type BodyRequest,
  type PreparedBody,
} from '../src/adapters/providers/bedrock/request/prepare-body.ts'
import { findModel } from '../src/core/models/catalog.ts'

type Changes = Partial<Omit<BodyRequest, 'model' | 'body'>> & { readonly model?: string }

/** @param changes `model` is a name of the catalogue, or any other for one that the gateway cannot name */
export function prepared(
  body: string,
  { model = 'claude-sonnet-4-6', ...changes }: Changes = {},
): PreparedBody {
  return prepareBody({
    headers: [],
    upstreamModel: 'upstream.id',
    surface: 'invoke',
    stream: false,
    unsupported: [],
    ...changes,
    model: findModel(model) ?? null,
    body: new TextEncoder().encode(body),
  })
}

export function preparedText(body: string, changes: Changes = {}): string {
  return new TextDecoder().decode(prepared(body, changes).bytes)
}

/** On InvokeModel. */
export function translate(
  body: string,
  headers: readonly string[] = [],
  model = 'claude-sonnet-4-6',
): string {
  return preparedText(body, { headers, model })
}

export const betas = (...names: string[]): string[] => ['anthropic-beta', names.join(',')]
