import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { buttonClass } from '../../components/button-class.ts'
import { CutListNotice } from '../../components/cut-list-notice.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { credentialsQuery } from '../../lib/queries.ts'
import { useNow } from '../../lib/use-now.ts'
import { useRefetchWhenDue } from '../../lib/use-refetch-when-due.ts'
import { credentialColumns } from './credential-columns.tsx'
import { CredentialDialog, type OpenDialog } from './credential-dialog.tsx'
import { summarize } from './summarize.ts'

export function CredentialsPage() {
  const credentials = useQuery(credentialsQuery())
  const [open, setOpen] = useState<OpenDialog | null>(null)
  const now = useNow()
  const items = credentials.data?.items ?? []
  useRefetchWhenDue(
    items.map(({ statusUntil }) => statusUntil),
    credentials.refetch,
  )
  return (
    <Page title="Credentials" summary={summarize(items, now).join(' · ')} actions={<AddLink />}>
      <Loaded
        query={credentials}
        what="The credentials"
        skeleton={<SkeletonPanel rows={4} height="h-[4.25rem]" />}
      >
        {(page) => (
          <Panel>
            {page.items.length === 0 ? (
              <EmptyState
                text="A credential is what this gateway calls Anthropic or Bedrock with. Add one to route requests."
                action={<AddLink />}
              />
            ) : (
              <DataTable
                label="Credentials"
                columns={credentialColumns(setOpen)}
                rows={page.items}
                rowKey={(credential) => credential.id}
                tall
              />
            )}
            {page.nextCursor !== null && <CutListNotice what="credentials" />}
          </Panel>
        )}
      </Loaded>
      {open && <CredentialDialog open={open} onClose={() => setOpen(null)} />}
    </Page>
  )
}

function AddLink() {
  return (
    <Link to="/credentials/new" className={buttonClass('primary')}>
      <Plus size={16} />
      Add credential
    </Link>
  )
}
