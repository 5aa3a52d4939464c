import { useQuery } from '@tanstack/react-query'
import type { SystemStatus } from '@headgate/shared/system'
import { CircleCheck, CircleX } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Facts, type Fact } from '../../components/facts.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Notice } from '../../components/notice.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { countOf } from '../../lib/format-count.ts'
import { systemStatusQuery } from '../../lib/queries.ts'

const REFETCH_MS = 10_000

export function SystemPage() {
  const status = useQuery({ ...systemStatusQuery(), refetchInterval: REFETCH_MS })
  return (
    <Page title="System" summary="What this gateway knows about itself.">
      <div className="max-w-3xl">
        <Loaded
          query={status}
          what="The state of the system"
          skeleton={
            <Panel>
              <SkeletonRows rows={8} height="h-10" />
            </Panel>
          }
        >
          {(data) => (
            <div className="flex flex-col gap-4">
              {data.database.state === 'down' && <DatabaseDown error={data.database.error} />}
              <Panel>
                <Facts facts={systemFacts(data)} />
              </Panel>
            </div>
          )}
        </Loaded>
      </div>
    </Page>
  )
}

function DatabaseDown({ error }: { readonly error: string | null }) {
  return (
    <Notice tone="bad" title="The database does not answer.">
      <p>
        Traffic goes on with the last known keys and credentials, and finished requests wait on disk. Changes
        are not possible until it is back.
      </p>
      {error !== null && <p className="mt-1 font-mono text-xs">{error}</p>}
    </Notice>
  )
}

function systemFacts(status: SystemStatus): readonly Fact[] {
  const { database } = status
  return [
    { term: 'Version', value: status.version },
    { term: 'Running since', value: <TimeAgo time={status.startedAt} /> },
    {
      term: 'Base URL',
      value: (
        <>
          <span className="font-mono text-xs break-all">{status.publicUrl}</span>{' '}
          <CopyButton text={status.publicUrl} what="public URL" />
        </>
      ),
    },
    {
      term: 'Database',
      value:
        database.state === 'up' ? (
          <Badge tone="good" icon={CircleCheck}>
            Reachable
          </Badge>
        ) : (
          <Badge tone="bad" icon={CircleX}>
            Unreachable
          </Badge>
        ),
    },
    { term: 'Kind of database', value: database.embedded ? 'Embedded PostgreSQL' : 'PostgreSQL of your own' },
    {
      term: 'Configuration read',
      value: database.stateReadAt === null ? 'Never' : <TimeAgo time={database.stateReadAt} />,
    },
    {
      term: 'Waiting on disk',
      value:
        status.spooledRecords === 0
          ? 'No requests'
          : `${countOf(status.spooledRecords, 'finished request')}, stored when the database is back`,
    },
    {
      term: 'Encryption keys',
      value: <span className="font-mono text-xs break-all">{status.encryptionKeyIds.join(', ')}</span>,
      note: 'The first encrypts, all of them decrypt.',
    },
  ]
}
