// One Messages call on one Bedrock credential: what it goes out as, before anything is sent.
import type { Surface } from '@headgate/shared/providers'
import type { BedrockCredential } from '../../../core/credentials/credential.ts'
import type { CatalogModel } from '../../../core/models/catalog.ts'
import type { UnsupportedParameter, RequestParameter } from '../../../core/models/compatibility-cache.ts'
import type { ModelOverride } from '../../../core/models/model-override.ts'
import type { Candidate, MessagesCall } from '../../../core/upstream/provider.ts'
import { prepareBody, type PreparedBody } from './request/prepare-body.ts'

export interface BedrockCall {
  readonly call: MessagesCall
  readonly candidate: Candidate
  readonly credential: BedrockCredential
  readonly upstreamModel: string
  /** Null where it is not known which model is behind the id. */
  readonly model: CatalogModel | null
  readonly override: ModelOverride | null
  readonly signal: AbortSignal
}

/** The body for one surface, without what the operator or Bedrock itself does not want there. */
export function bodyFor(
  { call, model, override }: BedrockCall,
  to: { readonly surface: Surface; readonly upstreamModel: string; readonly stream: boolean },
  learned: readonly UnsupportedParameter[],
): (unsupported: readonly RequestParameter[]) => PreparedBody {
  const leftOut = [...droppedBy(override), ...learned]
  return (unsupported) =>
    prepareBody({
      ...to,
      body: call.plainBody,
      headers: call.headers,
      model,
      unsupported: [...leftOut, ...unsupported],
    })
}

export function droppedBy(override: ModelOverride | null): RequestParameter[] {
  if (!override) return []
  return [
    ...override.dropBetas.map((name) => ({ kind: 'beta', name }) as const),
    ...override.dropFields.map((name) => ({ kind: 'field', name }) as const),
  ]
}
