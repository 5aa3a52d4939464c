import { useQuery } from '@tanstack/react-query'
import type { KeyView } from '@headgate/shared/keys'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CutListNotice } from '../../components/cut-list-notice.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { keysQuery } from '../../lib/queries.ts'
import { useNow } from '../../lib/use-now.ts'
import { CreateKeyDialog } from './create-key-dialog.tsx'
import { keyColumns } from './key-columns.tsx'
import { RevokeKeyDialog } from './revoke-key-dialog.tsx'

interface KeysTabProps {
  readonly projectId: string
  readonly creating: boolean
  readonly onCreating: (creating: boolean) => void
}

const MINUTE_MS = 60_000

export function KeysTab({ projectId, creating, onCreating }: KeysTabProps) {
  const keys = useQuery(keysQuery(projectId))
  const [revoking, setRevoking] = useState<KeyView | null>(null)
  const now = useNow(MINUTE_MS)
  const create = (
    <Button variant="primary" onClick={() => onCreating(true)}>
      <Plus size={16} />
      Create key
    </Button>
  )
  return (
    <>
      <Loaded
        query={keys}
        what="The keys"
        skeleton={
          <Panel title="Keys" action={create}>
            <SkeletonRows rows={3} height="h-9" />
          </Panel>
        }
      >
        {(page) => (
          <Panel title="Keys" action={create}>
            {page.items.length === 0 ? (
              <EmptyState
                text="Clients call this gateway with a key of a project. Make one for each application or person."
                action={create}
              />
            ) : (
              <DataTable
                label="Keys"
                columns={keyColumns(now, setRevoking)}
                rows={page.items}
                rowKey={(key) => key.id}
              />
            )}
            {page.nextCursor !== null && <CutListNotice what="keys" />}
          </Panel>
        )}
      </Loaded>
      {creating && <CreateKeyDialog projectId={projectId} onClose={() => onCreating(false)} />}
      {revoking && <RevokeKeyDialog apiKey={revoking} onClose={() => setRevoking(null)} />}
    </>
  )
}
