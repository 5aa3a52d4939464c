import { auditActorKindSchema, type AuditGroup } from '@headgate/shared/audit'
import { X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { ClearFilters } from '../../components/clear-filters.tsx'
import { Select } from '../../components/input.tsx'
import { Moment } from '../../components/moment.tsx'
import { TextFilter } from '../../components/text-filter.tsx'
import { ACTOR_KINDS } from './actor-kinds.ts'
import { kindWords } from './target-name.ts'
import { hasFilters, type AuditSearchFilters } from './audit-filters.ts'

interface AuditFilterBarProps {
  readonly filters: AuditSearchFilters
  readonly onChange: (filters: AuditSearchFilters) => void
}

const TEXT_LENGTH = 200

const GROUPS: Readonly<Record<AuditGroup, string>> = {
  credential: 'Credentials',
  project: 'Projects',
  key: 'Keys',
  model: 'Models',
  user: 'People',
  session: 'Denied sessions',
  api_token: 'API tokens',
  admin_token: 'Denied admin tokens',
  procedure: 'Denied calls',
  system: 'System',
  audit: 'Audit',
}

export function AuditFilterBar({ filters, onChange }: AuditFilterBarProps) {
  const set = (changes: AuditSearchFilters) => onChange({ ...filters, ...changes })
  const { text, actor, action, kind, target, from, to } = filters
  return (
    <div role="search" aria-label="Filters" className="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <TextFilter
        label="Search"
        hint="Search"
        value={text}
        maxLength={TEXT_LENGTH}
        onChange={(value) => set({ text: value })}
      />
      <div className="min-w-0 sm:w-40">
        <Select
          aria-label="Action"
          value={action ?? ''}
          onChange={(event) => set({ action: event.target.value || undefined })}
        >
          <option value="">All actions</option>
          {action !== undefined && !(action in GROUPS) && <option value={action}>{action}</option>}
          {Object.entries(GROUPS).map(([group, words]) => (
            <option key={group} value={group}>
              {words}
            </option>
          ))}
        </Select>
      </div>
      <TextFilter
        label="Actor"
        hint="Any actor"
        value={actor}
        maxLength={TEXT_LENGTH}
        suggestions={auditActorKindSchema.options.map((value) => ({ value, words: ACTOR_KINDS[value] }))}
        onChange={(value) => set({ actor: value })}
      />
      <Moment label="From" time={from} onChange={(time) => set({ from: time })} />
      <Moment label="To" time={to} onChange={(time) => set({ to: time })} />
      {(kind !== undefined || target !== undefined) && (
        <Button variant="ghost" onClick={() => set({ kind: undefined, target: undefined })}>
          <X size={14} />
          One {kindWords(kind ?? 'target')} only
        </Button>
      )}
      {hasFilters(filters) && <ClearFilters onClear={() => onChange({})} />}
    </div>
  )
}
