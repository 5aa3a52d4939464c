import type { ProjectView } from '@headgate/shared/projects'
import { providerSchema } from '@headgate/shared/providers'
import { requestOutcomeSchema } from '@headgate/shared/requests'
import { ClearFilters } from '../../components/clear-filters.tsx'
import { OUTCOMES } from '../../components/outcome-badge.tsx'
import { PROVIDER_NAMES } from '../../components/provider-badge.tsx'
import { TextFilter } from '../../components/text-filter.tsx'
import { Choice } from './choice.tsx'
import { KeyFilter } from './key-filter.tsx'
import { hasFilters, requestSearchSchema, type RequestFilters } from './request-filters.ts'
import { TimeFilter } from './time-filter.tsx'

interface FilterBarProps {
  readonly filters: RequestFilters
  readonly projects: readonly ProjectView[]
  /** Names that are on screen, as suggestions: the filter is for the exact name that clients sent. */
  readonly models: readonly string[]
  readonly onChange: (filters: RequestFilters) => void
}

export function FilterBar({ filters, projects, models, onChange }: FilterBarProps) {
  const { project, key, provider, outcome, model, since, from, to } = filters
  const set = (changes: Readonly<Partial<Record<keyof RequestFilters, string | undefined>>>) =>
    onChange(requestSearchSchema.omit({ request: true }).parse({ ...filters, ...changes }))
  return (
    <div role="search" aria-label="Filters" className="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <TimeFilter
        range={{ since, from, to }}
        onChange={(range) => set({ since: undefined, from: undefined, to: undefined, ...range })}
      />
      <Choice
        label="Project"
        all="All projects"
        value={project}
        // A key belongs to one project.
        onChange={(value) => set({ project: value, key: undefined })}
      >
        {projects.map(({ id, slug }) => (
          <option key={id} value={id}>
            {slug}
          </option>
        ))}
      </Choice>
      <KeyFilter projectId={project} keyId={key} onChange={(value) => set({ key: value })} />
      <Choice
        label="Provider"
        all="All providers"
        value={provider}
        onChange={(value) => set({ provider: value })}
      >
        {providerSchema.options.map((provider) => (
          <option key={provider} value={provider}>
            {PROVIDER_NAMES[provider]}
          </option>
        ))}
      </Choice>
      <Choice
        label="Outcome"
        all="All outcomes"
        value={outcome}
        onChange={(value) => set({ outcome: value })}
      >
        {requestOutcomeSchema.options.map((outcome) => (
          <option key={outcome} value={outcome}>
            {OUTCOMES[outcome].word}
          </option>
        ))}
      </Choice>
      <TextFilter
        label="Model"
        hint="Any model"
        value={model}
        suggestions={models.map((value) => ({ value }))}
        onChange={(value) => set({ model: value })}
      />
      {hasFilters(filters) && <ClearFilters onClear={() => onChange({})} />}
    </div>
  )
}
