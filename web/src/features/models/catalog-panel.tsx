// The models this gateway knows, and what each provider calls them.
import type { ModelOverrideView, ModelView } from '@headgate/shared/models'
import { PencilLine } from 'lucide-react'
import { useState } from 'react'
import { Badge } from '../../components/badge.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Input } from '../../components/input.tsx'
import { Panel } from '../../components/panel.tsx'

interface CatalogPanelProps {
  readonly models: readonly ModelView[]
  readonly overrides: readonly ModelOverrideView[]
}

export function CatalogPanel({ models, overrides }: CatalogPanelProps) {
  const [wanted, setWanted] = useState('')
  const found = models.filter((model) =>
    namesOf(model).some((name) => name.includes(wanted.trim().toLowerCase())),
  )
  const overridden = new Set(overrides.map(({ model }) => model.toLowerCase()))
  return (
    <Panel
      title="Catalogue"
      action={
        <div className="w-44 sm:w-64">
          <Input
            type="search"
            aria-label="Find a model"
            placeholder="Find a model"
            spellCheck={false}
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
          />
        </div>
      }
    >
      {found.length === 0 ? (
        <EmptyState
          text={
            models.length === 0
              ? 'This gateway knows no model.'
              : `No model has “${wanted.trim()}” in its names.`
          }
          action={wanted !== '' && <Button onClick={() => setWanted('')}>Show all models</Button>}
        />
      ) : (
        <DataTable
          label="Models"
          columns={catalogColumns(overridden)}
          rows={found}
          rowKey={(model) => model.id}
          tall
        />
      )}
    </Panel>
  )
}

function namesOf({ id, aliases, displayName, bedrockId, mantleId }: ModelView): string[] {
  return [id, ...aliases, displayName, bedrockId ?? '', mantleId ?? ''].map((name) => name.toLowerCase())
}

function catalogColumns(overridden: ReadonlySet<string>): readonly Column<ModelView>[] {
  return [
    {
      header: 'Model',
      card: 'title',
      className: '@table:w-[29%]',
      cell: (model) => (
        <div className="min-w-0">
          <p className="flex flex-wrap items-center gap-x-3 font-medium">
            {model.displayName}
            {namesOf(model).some((name) => overridden.has(name)) && (
              <span className="text-xs">
                <Badge tone="warn" icon={PencilLine}>
                  Overridden
                </Badge>
              </span>
            )}
          </p>
          <p className="flex items-center gap-1">
            <span className="font-mono text-xs break-all">{model.id}</span>
            <CopyButton text={model.id} what={`id of ${model.displayName}`} className="-my-1" />
          </p>
          {model.aliases.length > 0 && (
            <p className="font-mono text-xs break-all text-n7">
              <span className="sr-only">Aliases: </span>
              {model.aliases.join(', ')}
            </p>
          )}
        </div>
      ),
    },
    {
      header: 'Bedrock ID',
      className: '@table:w-[31%]',
      cell: ({ bedrockId }) => <UpstreamId id={bedrockId} />,
    },
    {
      header: 'Profiles',
      cell: ({ profiles }) => <Profiles profiles={profiles} />,
    },
    { header: 'Mantle ID', cell: ({ mantleId }) => <UpstreamId id={mantleId} /> },
  ]
}

function Profiles({ profiles }: Pick<ModelView, 'profiles'>) {
  if (profiles.length === 0) return <NotOffered />
  return (
    <ul className="flex flex-wrap gap-x-2 @max-table:justify-end">
      {profiles.map((profile) => (
        <li key={profile} className="whitespace-nowrap">
          {profile}
        </li>
      ))}
    </ul>
  )
}

function UpstreamId({ id }: { readonly id: string | null }) {
  return id === null ? <NotOffered /> : <span className="font-mono text-xs break-all">{id}</span>
}

function NotOffered() {
  return <span className="text-n7">None</span>
}
