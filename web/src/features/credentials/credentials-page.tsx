import { refreshProblemOf } from '../../lib/refresh-problem-of.ts'
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
import { SignedInNotice } from './signed-in-notice.tsx'
import { summarize } from './summarize.ts'

interface CredentialsPageProps {
  /** The credential whose sign-in has just brought the browser back. */
  readonly signedInId: string | undefined
  readonly onSeen: () => void
}

export function CredentialsPage({ signedInId, onSeen }: CredentialsPageProps) {
  const credentials = useQuery(credentialsQuery())
  const [open, setOpen] = useState<OpenDialog | null>(null)
  const now = useNow()
  const items = credentials.data?.items ?? []
  const signedIn = items.find(({ id }) => id === signedInId)
  useRefetchWhenDue(
    items.flatMap((item) => [item.statusUntil, refreshProblemOf(item)?.retryAt ?? null]),
    credentials.refetch,
  )
  return (
    <Page title="Credentials" summary={summarize(items, now).join(' · ')} actions={<AddLink />}>
      {signedIn && <SignedInNotice credential={signedIn} onClose={onSeen} />}
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
                selected={signedIn?.id}
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
