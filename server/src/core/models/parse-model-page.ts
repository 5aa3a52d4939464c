// Reads a list of models as an upstream has answered it.
import { jsonObject, parseJsonObject } from '../wire/json-object.ts'
import type { ListedModel } from './listed-model.ts'

/** Items that are no models are left out. @throws TypeError for what is no list at all. */
export function parseModelPage(text: string): ListedModel[] {
  const data: unknown = parseJsonObject(text)?.data
  if (!Array.isArray(data)) throw new TypeError('not a list of models')
  return data.flatMap((item: unknown) => {
    const model = jsonObject(item)
    if (model === null || typeof model.id !== 'string' || model.id === '') return []
    const text = (value: unknown, fallback: string) => (typeof value === 'string' ? value : fallback)
    return [
      {
        ...model,
        type: 'model' as const,
        id: model.id,
        display_name: text(model.display_name, model.id),
        created_at: text(model.created_at, '1970-01-01T00:00:00Z'),
      },
    ]
  })
}
