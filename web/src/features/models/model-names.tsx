import type { ModelView } from '@headgate/shared/models'

interface ModelNamesProps {
  readonly id: string
  readonly models: readonly ModelView[]
}

/** Names of models, as suggestions for a field. */
export function ModelNames({ id, models }: ModelNamesProps) {
  return (
    <datalist id={id}>
      {models
        .flatMap((model) => [model.id, ...model.aliases])
        .map((name) => (
          <option key={name} value={name} />
        ))}
    </datalist>
  )
}
