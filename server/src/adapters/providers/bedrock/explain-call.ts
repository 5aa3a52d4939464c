// What would become of a call on a Bedrock credential, by the functions that make it.
import type { ExplainCall } from '../../../core/models/explain-call.ts'
import type { RefusalBook, Refusable } from '../../../core/models/learned-refusals.ts'
import { findOverride, type ModelOverride } from '../../../core/models/model-override.ts'
import { resolveBedrockModel } from '../../../core/models/resolve-bedrock-model.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'
import { droppedBy } from './bedrock-call.ts'
import { baseUrl, HOST_OF_SURFACE, type BedrockUrls } from './bedrock-urls.ts'
import { quoted, WHY } from './request/change-notes.ts'
import { SYSTEM_ROLE } from './request/refused-fields.ts'
import { prepareBody } from './request/request-body.ts'
import { SURFACES } from './surfaces.ts'

export interface ExplainBedrockDeps {
  readonly urls: BedrockUrls
  readonly overrides: () => readonly ModelOverride[]
  readonly refusals: Pick<RefusalBook, 'of'>
}

export function makeExplainBedrockCall({ urls, overrides, refusals }: ExplainBedrockDeps): ExplainCall {
  return ({ model: requested, betas }, credential) => {
    if (credential.provider !== 'bedrock') throw new TypeError('not a Bedrock credential')
    const { surface, id } = credential
    const override = findOverride(overrides(), requested, id)
    const resolved = resolveBedrockModel(requested, credential, override)
    if (!resolved.ok) {
      const type = resolved.problem === 'invalid' ? 'invalid_request_error' : 'not_found_error'
      const error = new GatewayError(type, resolved.message)
      return { surface, canonicalModel: null, override, learned: [], outcome: { kind: 'refused', error } }
    }
    const { upstreamId, model } = resolved
    const learned = refusals.of(id, upstreamId)
    const refused = [...droppedBy(override), ...learned]
    const sent = prepareBody({
      body: sampleBody(requested),
      headers: ['anthropic-beta', betas.join(',')],
      model,
      upstreamModel: upstreamId,
      surface,
      stream: false,
      refused,
    })
    const urlFor = (stream: boolean) =>
      baseUrl(urls, credential, HOST_OF_SURFACE[surface]) + SURFACES[surface].path(upstreamId, stream)
    return {
      surface,
      canonicalModel: model?.id ?? null,
      override,
      learned,
      outcome: {
        kind: 'sent',
        upstreamModel: upstreamId,
        url: urlFor(false),
        streamUrl: urlFor(true),
        changes: [...new Set([...sent.changes, ...refused.map(sentenceOf)])],
        betas: sent.betas,
      },
    }
  }
}

function sampleBody(model: string): Uint8Array {
  const message = { role: 'user', content: 'Hello' }
  return new TextEncoder().encode(JSON.stringify({ model, max_tokens: 1, messages: [message] }))
}

/** Of what other requests would lose. */
function sentenceOf({ kind, name }: Refusable): string {
  if (kind === 'beta') return `The beta ${quoted(name)} is left out: ${WHY.refused}.`
  if (name === SYSTEM_ROLE) return 'Messages of the role `system` move to the end of `system`.'
  return `${quoted(name)} is left out: ${WHY.refused}.`
}
