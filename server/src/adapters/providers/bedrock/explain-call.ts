// What would become of a call on a Bedrock credential, by the functions that make it.
import type { ExplainCall } from '../../../core/models/explain-call.ts'
import type { CompatibilityCache, RequestParameter } from '../../../core/models/compatibility-cache.ts'
import { findOverride, type ModelOverride } from '../../../core/models/model-override.ts'
import { resolutionError, resolveBedrockModel } from '../../../core/models/resolve-bedrock-model.ts'
import { droppedBy } from './bedrock-call.ts'
import { bedrockCredential } from './bedrock-credential.ts'
import { baseUrl, HOST_OF_SURFACE, type BedrockUrls } from './bedrock-urls.ts'
import { quoted, WHY } from './request/change-notes.ts'
import { SYSTEM_ROLE } from './request/unsupported-fields.ts'
import { prepareBody } from './request/prepare-body.ts'
import { SURFACES } from './surfaces.ts'
import { withoutSuspects } from './with-repair.ts'

export interface ExplainBedrockDeps {
  readonly urls: BedrockUrls
  readonly overrides: () => readonly ModelOverride[]
  readonly compatibility: Pick<CompatibilityCache, 'of' | 'suspected'>
}

export function makeExplainBedrockCall({ urls, overrides, compatibility }: ExplainBedrockDeps): ExplainCall {
  return ({ model: requested, betas }, asked) => {
    const credential = bedrockCredential({ credential: asked })
    const { surface, id } = credential
    const override = findOverride(overrides(), requested, id)
    const resolved = resolveBedrockModel(requested, credential, override)
    if (!resolved.ok) {
      const error = resolutionError(resolved)
      return { surface, canonicalModel: null, override, learned: [], outcome: { kind: 'not_sent', error } }
    }
    const { upstreamModel, model } = resolved
    const learned = compatibility.of(id, upstreamModel)
    const unsupported = [...droppedBy(override), ...learned]
    const { sent, suspects } = withoutSuspects({ compatibility }, { credential, upstreamModel }, (guessed) =>
      prepareBody({
        body: sampleBody(requested),
        headers: ['anthropic-beta', betas.join(',')],
        model,
        upstreamModel,
        surface,
        stream: false,
        unsupported: [...unsupported, ...guessed],
      }),
    )
    const urlFor = (stream: boolean) =>
      baseUrl(urls, credential, HOST_OF_SURFACE[surface]) + SURFACES[surface].path(upstreamModel, stream)
    return {
      surface,
      canonicalModel: model?.id ?? null,
      override,
      learned,
      outcome: {
        kind: 'sent',
        upstreamModel,
        url: urlFor(false),
        streamUrl: urlFor(true),
        changes: [...new Set([...sent.changes, ...unsupported.map(sentenceOf), ...guessOf(suspects)])],
        betas: sent.betas,
      },
    }
  }
}

function guessOf(suspects: readonly string[]): string[] {
  const names = suspects.map(quoted).join(', ')
  return names === ''
    ? []
    : [`Bedrock rejected one of ${names} lately and did not say which: together they are left out for now.`]
}

function sampleBody(model: string): Uint8Array {
  const message = { role: 'user', content: 'Hello' }
  return new TextEncoder().encode(JSON.stringify({ model, max_tokens: 1, messages: [message] }))
}

/** Of what other requests would lose. */
function sentenceOf({ kind, name }: RequestParameter): string {
  if (kind === 'beta') return `The beta ${quoted(name)} is left out: ${WHY.unsupported}.`
  if (name === SYSTEM_ROLE) return 'Messages of the role `system` move to the end of `system`.'
  return `${quoted(name)} is left out: ${WHY.unsupported}.`
}
