import { useQuery } from '@tanstack/react-query'
import type { ApiTokenView } from '@headgate/shared/api-tokens'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CutListNotice } from '../../components/cut-list-notice.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { keyState } from '../../lib/key-state.ts'
import { apiTokensQuery } from '../../lib/queries.ts'
import { useNow } from '../../lib/use-now.ts'
import { apiTokenColumns } from './api-token-columns.tsx'
import { CreateApiTokenDialog } from './create-api-token-dialog.tsx'
import { RevokeApiTokenDialog } from './revoke-api-token-dialog.tsx'
import { TokenExample } from './token-example.tsx'

const MINUTE_MS = 60_000

export function ApiTokensPage() {
  const tokens = useQuery(apiTokensQuery())
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<ApiTokenView | null>(null)
  const now = useNow(MINUTE_MS)
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus size={16} />
      Create API token
    </Button>
  )
  const active = tokens.data?.items.filter((token) => keyState(token, now) === 'active').length
  return (
    <Page title="API tokens" summary={active !== undefined && `${active} active`} actions={create}>
      <Loaded query={tokens} what="The API tokens" skeleton={<SkeletonPanel rows={3} height="h-9" />}>
        {({ items, nextCursor }) => (
          <Panel>
            {items.length === 0 ? (
              <NoTokens />
            ) : (
              <DataTable
                label="API tokens"
                columns={apiTokenColumns(now, setRevoking)}
                rows={items}
                rowKey={(token) => token.id}
                tall
              />
            )}
            {nextCursor !== null && <CutListNotice what="API tokens" />}
          </Panel>
        )}
      </Loaded>
      {creating && <CreateApiTokenDialog onClose={() => setCreating(false)} />}
      {revoking && <RevokeApiTokenDialog token={revoking} onClose={() => setRevoking(null)} />}
    </Page>
  )
}

/** The way to the first one is the button of the page. */
function NoTokens() {
  return (
    <div className="mx-auto flex max-w-xl flex-col gap-4 px-6 py-12">
      <p className="text-center text-n7">
        With an API token a program does what you do here: it reads as a viewer, or changes things as an
        admin, until it expires. Clients that send messages use a key of a project instead.
      </p>
      <TokenExample />
    </div>
  )
}
