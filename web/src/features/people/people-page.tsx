import { useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { CutListNotice } from '../../components/cut-list-notice.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { countOf } from '../../lib/format-count.ts'
import { invitationsQuery, peopleQuery } from '../../lib/queries.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { invitationColumns, personColumns } from './people-columns.tsx'
import { PersonDialog, type OpenPersonDialog } from './person-dialogs.tsx'

export function PeoplePage() {
  const people = useQuery(peopleQuery())
  const invitations = useQuery(invitationsQuery())
  const [inviting, setInviting] = useState(false)
  const [open, setOpen] = useState<OpenPersonDialog | null>(null)
  return (
    <Page
      title="People"
      summary={people.data && countOf(people.data.items.length, 'person', 'people')}
      actions={
        <Button variant="primary" onClick={() => setInviting(true)}>
          <UserPlus size={16} />
          Invite
        </Button>
      }
    >
      <div className="flex flex-col gap-6">
        <Loaded query={people} what="The people" skeleton={<SkeletonPanel rows={3} height="h-9" />}>
          {({ items, nextCursor }) => (
            <Panel>
              <DataTable
                label="People"
                columns={personColumns(setOpen)}
                rows={items}
                rowKey={(person) => person.id}
              />
              {nextCursor !== null && <CutListNotice what="people" />}
            </Panel>
          )}
        </Loaded>
        <Loaded query={invitations} what="The invitations" skeleton={null}>
          {({ items, nextCursor }) =>
            items.length > 0 && (
              <Panel title="Open invitations">
                <DataTable
                  label="Invitations"
                  columns={invitationColumns(setOpen)}
                  rows={items}
                  rowKey={(invitation) => invitation.id}
                />
                {nextCursor !== null && <CutListNotice what="invitations" />}
              </Panel>
            )
          }
        </Loaded>
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {open && <PersonDialog open={open} onClose={() => setOpen(null)} />}
    </Page>
  )
}
