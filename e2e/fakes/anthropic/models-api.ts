// The list of models and its items.
import { claudeModels, type ClaudeModel } from '../claude-models.ts'
import { pageOf } from './pages.ts'
import { Rejection } from './rejection.ts'

const items = claudeModels
  .filter(({ version }) => version >= 4.5)
  .map((model) => ({
    type: 'model',
    id: model.id,
    display_name: model.id.replace(/^claude/, 'Claude').replaceAll('-', ' '),
    created_at: '2026-01-01T00:00:00Z',
    lifecycle: model.id.startsWith('claude-sonnet-4-5') ? 'deprecated' : 'active',
    ...limitsOf(model),
  }))

function limitsOf({ version }: ClaudeModel) {
  return version >= 4.6
    ? { max_input_tokens: 1_000_000, max_tokens: 128_000 }
    : { max_input_tokens: 200_000, max_tokens: 64_000 }
}

export function listModels(query: URLSearchParams) {
  const lifecycle = query.get('lifecycle')
  return pageOf(
    items.filter((item) => lifecycle === null || item.lifecycle === lifecycle),
    query,
  )
}

export function getModel(idOrAlias: string) {
  const known = claudeModels.find(({ id, aliases }) => id === idOrAlias || aliases.includes(idOrAlias))
  const item = items.find(({ id }) => id === known?.id)
  if (item === undefined) throw new Rejection(404, `model: ${idOrAlias}`)
  return item
}
