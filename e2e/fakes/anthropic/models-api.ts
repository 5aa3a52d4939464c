// The list of models and its items, as far as clients read them.
import { claudeModels } from '../claude-models.ts'
import { Refusal } from './refusal.ts'

const items = claudeModels
  .filter(({ version }) => version >= 4.5)
  .map(({ id }) => ({
    type: 'model',
    id,
    display_name: id.replace(/^claude/, 'Claude').replaceAll('-', ' '),
    created_at: '2026-01-01T00:00:00Z',
  }))

export function listModels() {
  return {
    data: items,
    has_more: false,
    first_id: items.at(0)?.id ?? null,
    last_id: items.at(-1)?.id ?? null,
  }
}

export function getModel(idOrAlias: string) {
  const known = claudeModels.find(({ id, aliases }) => id === idOrAlias || aliases.includes(idOrAlias))
  const item = items.find(({ id }) => id === known?.id)
  if (item === undefined) throw new Refusal(404, `model: ${idOrAlias}`)
  return item
}
