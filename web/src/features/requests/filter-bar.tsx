import type { ProjectView } from '@headgate/shared/projects'
import { providerSchema } from '@headgate/shared/providers'
import { requestOutcomeSchema } from '@headgate/shared/requests'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../../components/button.tsx'
import { Select } from '../../components/input.tsx'
import { OUTCOMES } from '../../components/outcome-badge.tsx'
import { PROVIDER_NAMES } from '../../components/provider-badge.tsx'
import { ModelFilter } from './model-filter.tsx'
import { hasFilters, requestSearchSchema, type RequestFilters } from './request-filters.ts'

interface FilterBarProps {
  readonly filters: RequestFilters
  readonly projects: readonly ProjectView[]
  /** Names that are on screen, as suggestions. */
  readonly models: readonly string[]
  readonly onChange: (filters: RequestFilters) => void
}

export function FilterBar({ filters, projects, models, onChange }: FilterBarProps) {
  const set = (name: keyof RequestFilters, value: string) =>
    onChange(requestSearchSchema.omit({ request: true }).parse({ ...filters, [name]: value || undefined }))
  return (
    <div role="search" aria-label="Filters" className="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <Choice name="project" label="Project" all="All projects" value={filters.project} onChange={set}>
        {projects.map(({ id, slug }) => (
          <option key={id} value={id}>
            {slug}
          </option>
        ))}
      </Choice>
      <Choice name="provider" label="Provider" all="All providers" value={filters.provider} onChange={set}>
        {providerSchema.options.map((provider) => (
          <option key={provider} value={provider}>
            {PROVIDER_NAMES[provider]}
          </option>
        ))}
      </Choice>
      <Choice name="outcome" label="Outcome" all="All outcomes" value={filters.outcome} onChange={set}>
        {requestOutcomeSchema.options.map((outcome) => (
          <option key={outcome} value={outcome}>
            {OUTCOMES[outcome].word}
          </option>
        ))}
      </Choice>
      <ModelFilter
        key={filters.model}
        model={filters.model}
        models={models}
        onChange={(model) => set('model', model)}
      />
      {hasFilters(filters) && (
        <Button variant="ghost" onClick={() => onChange({})}>
          <X size={14} />
          Clear filters
        </Button>
      )}
    </div>
  )
}

interface ChoiceProps {
  readonly name: keyof RequestFilters
  readonly label: string
  readonly all: string
  readonly value: string | undefined
  readonly onChange: (name: keyof RequestFilters, value: string) => void
  readonly children: ReactNode
}

function Choice({ name, label, all, value, onChange, children }: ChoiceProps) {
  return (
    <div className="min-w-0 sm:w-44">
      <Select aria-label={label} value={value ?? ''} onChange={(event) => onChange(name, event.target.value)}>
        <option value="">{all}</option>
        {children}
      </Select>
    </div>
  )
}
