import type { InvitationView, PersonView } from '@headgate/shared/people'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import type { OpenPersonDialog } from './person-dialogs.tsx'
import { PersonMenu } from './person-menu.tsx'
import { ROLES } from '../../lib/roles.ts'

type Open = (dialog: OpenPersonDialog) => void

export function personColumns(open: Open): readonly Column<PersonView>[] {
  return [
    {
      header: 'Name',
      card: 'title',
      cell: ({ name }) => <span className="line-clamp-2 font-medium wrap-anywhere">{name}</span>,
    },
    { header: 'Email', cell: ({ email }) => <span className="wrap-anywhere">{email}</span> },
    { header: 'Role', cell: ({ role }) => ROLES[role].label },
    { header: 'Second factor', cell: ({ secondFactor }) => (secondFactor ? 'On' : 'Off') },
    {
      header: 'Signed in',
      cell: ({ lastSeenAt }) =>
        lastSeenAt === null ? <span className="text-n7">Not now</span> : <TimeAgo time={lastSeenAt} />,
    },
    {
      header: 'Actions',
      quiet: true,
      card: 'corner',
      align: 'end',
      cell: (person) => <PersonMenu person={person} onOpen={open} />,
    },
  ]
}

export function invitationColumns(open: Open): readonly Column<InvitationView>[] {
  return [
    {
      header: 'Email',
      card: 'title',
      cell: ({ email }) => <span className="font-medium wrap-anywhere">{email}</span>,
    },
    { header: 'Role', cell: ({ role }) => ROLES[role].label },
    { header: 'Invited by', cell: ({ invitedBy }) => <span className="wrap-anywhere">{invitedBy}</span> },
    { header: 'Expires', cell: ({ expiresAt }) => <TimeAgo time={expiresAt} /> },
    {
      header: 'Actions',
      quiet: true,
      card: 'corner',
      align: 'end',
      cell: (invitation) => (
        <Button
          size="small"
          aria-label={`Revoke the invitation of ${invitation.email}`}
          onClick={() => open({ kind: 'invitation', invitation })}
        >
          Revoke
        </Button>
      ),
    },
  ]
}
