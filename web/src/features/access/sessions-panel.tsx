import { useMutation, useQuery } from '@tanstack/react-query'
import type { SessionView } from '@headgate/shared/sessions'
import { Button } from '../../components/button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { browserName } from '../../lib/browser-name.ts'
import { notify, notifyFailure } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

export function SessionsPanel() {
  const sessions = useQuery(trpc.session.list.queryOptions())
  const end = useMutation(
    trpc.session.revoke.mutationOptions({
      onSuccess: () => notify('The session has ended.'),
      onError: (error) => notifyFailure(`The session goes on: ${error.message}`),
    }),
  )
  return (
    <Loaded query={sessions} what="Your sessions" skeleton={<SkeletonPanel rows={2} height="h-9" />}>
      {({ items }) => (
        <Panel title="Sessions">
          <DataTable
            label="Sessions"
            columns={columns((id) => end.mutate({ id }))}
            rows={items}
            rowKey={({ id }) => id}
          />
        </Panel>
      )}
    </Loaded>
  )
}

function columns(onEnd: (id: string) => void): readonly Column<SessionView>[] {
  return [
    {
      header: 'Browser',
      card: 'title',
      cell: ({ userAgent }) => (
        <span className="line-clamp-2 wrap-anywhere" title={userAgent ?? undefined}>
          {browserName(userAgent)}
        </span>
      ),
    },
    { header: 'Address', cell: ({ address }) => address ?? 'Unknown' },
    { header: 'Signed in', cell: ({ createdAt }) => <TimeAgo time={createdAt} /> },
    {
      header: 'Actions',
      quiet: true,
      card: 'corner',
      align: 'end',
      cell: ({ id, current, address }) =>
        current ? (
          <span className="text-n7">This one</span>
        ) : (
          <Button
            size="small"
            aria-label={`End the session at ${address ?? 'an unknown address'}`}
            onClick={() => onEnd(id)}
          >
            End
          </Button>
        ),
    },
  ]
}
