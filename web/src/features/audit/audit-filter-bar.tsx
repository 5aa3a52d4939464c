import { auditActorKindSchema, type AuditGroup } from '@headgate/shared/audit'
import { X } from 'lucide-react'
import { Button } from '../../components/button.tsx'
import { Input, Select } from '../../components/input.tsx'
import { Moment } from '../../components/moment.tsx'
import { useDraft } from '../../lib/use-draft.ts'
import { ACTOR_KINDS } from './actor-kinds.ts'
import { kindWords } from './target-name.ts'
import { hasFilters, type AuditSearchFilters } from './audit-filters.ts'

interface AuditFilterBarProps {
  readonly filters: AuditSearchFilters
  readonly onChange: (filters: AuditSearchFilters) => void
}

const GROUPS: Readonly<Record<AuditGroup, string>> = {
  credential: 'Credentials',
  project: 'Projects',
  key: 'Keys',
  model: 'Models',
  user: 'People',
  session: 'Refused sessions',
  api_token: 'API tokens',
  admin_token: 'Refused admin tokens',
  procedure: 'Refused calls',
  system: 'System',
  audit: 'Audit',
}

export function AuditFilterBar({ filters, onChange }: AuditFilterBarProps) {
  const set = (changes: AuditSearchFilters) => onChange({ ...filters, ...changes })
  const { text, actor, action, kind, target, from, to } = filters
  return (
    <div role="search" aria-label="Filters" className="mb-3 grid grid-cols-2 gap-2 sm:flex sm:flex-wrap">
      <TextFilter label="Search" hint="Search" value={text} onChange={(value) => set({ text: value })} />
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
        suggestions={auditActorKindSchema.options}
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
      {hasFilters(filters) && (
        <Button variant="ghost" onClick={() => onChange({})}>
          <X size={14} />
          Clear filters
        </Button>
      )}
    </div>
  )
}

interface TextFilterProps {
  readonly label: string
  readonly hint: string
  readonly value: string | undefined
  readonly suggestions?: readonly (keyof typeof ACTOR_KINDS)[]
  readonly onChange: (value: string | undefined) => void
}

/** It counts on Enter or when the field is left. */
function TextFilter({ label, hint, value = '', suggestions = [], onChange }: TextFilterProps) {
  const [text, setText] = useDraft(value)
  const apply = () => {
    if (text.trim() !== value) onChange(text.trim() || undefined)
  }
  return (
    <form
      className="min-w-0 sm:w-52"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Input
        aria-label={label}
        placeholder={hint}
        spellCheck={false}
        maxLength={200}
        list={suggestions.length > 0 ? `audit-${label}` : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={apply}
      />
      {suggestions.length > 0 && (
        <datalist id={`audit-${label}`}>
          {suggestions.map((kind) => (
            <option key={kind} value={kind}>
              {ACTOR_KINDS[kind]}
            </option>
          ))}
        </datalist>
      )}
    </form>
  )
}
