import { useQuery } from '@tanstack/react-query'
import type { ModelList } from '@headgate/shared/models'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { countOf } from '../../lib/format-count.ts'
import { CatalogPanel } from './catalog-panel.tsx'
import { LearnedPanel } from './learned-panel.tsx'
import { modelsQuery } from './models-query.ts'
import { OverrideDialog, type OpenOverride } from './override-dialog.tsx'
import { OverridesPanel } from './overrides-panel.tsx'
import { RemoveOverrideDialog } from './remove-override-dialog.tsx'
import { ResolvePanel } from './resolve-panel.tsx'
import type { ResolveSearch } from './resolve-search.ts'

interface ModelsPageProps {
  readonly search: ResolveSearch
  readonly onSearch: (search: ResolveSearch) => void
}

export function ModelsPage({ search, onSearch }: ModelsPageProps) {
  const models = useQuery(modelsQuery())
  const [open, setOpen] = useState<OpenOverride | null>(null)
  const close = () => setOpen(null)
  const items = models.data?.items ?? []
  return (
    <Page
      title="Models"
      summary={models.data && summaryOf(models.data)}
      actions={
        <Button variant="primary" onClick={() => setOpen({ kind: 'add' })}>
          <Plus size={16} />
          Add override
        </Button>
      }
    >
      <div className="flex flex-col gap-8">
        <ResolvePanel search={search} models={items} onSearch={onSearch} />
        <Loaded query={models} what="The models" skeleton={<SkeletonPanel rows={10} height="h-14" />}>
          {({ items: models, overrides, learned }) => (
            <>
              <OverridesPanel overrides={overrides} onOpen={setOpen} />
              <LearnedPanel learned={learned} />
              <CatalogPanel models={models} overrides={overrides} />
            </>
          )}
        </Loaded>
      </div>
      {open &&
        (open.kind === 'remove' ? (
          <RemoveOverrideDialog override={open.override} onClose={close} />
        ) : (
          <OverrideDialog open={open} models={items} onClose={close} />
        ))}
    </Page>
  )
}

function summaryOf({ items, overrides }: ModelList): string {
  return [
    countOf(items.length, 'model'),
    ...(overrides.length > 0 ? [countOf(overrides.length, 'override')] : []),
  ].join(' · ')
}
