import { useQuery } from '@tanstack/react-query'
import type { SystemStatus } from '@headgate/shared/system'
import { CircleCheck, CircleX } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { DatabaseOutage } from '../../components/database-outage.tsx'
import { Facts, type Fact } from '../../components/facts.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { SkeletonPanel } from '../../components/skeleton-panel.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { countOf } from '../../lib/format-count.ts'
import { systemStatusQuery } from '../../lib/queries.ts'
import { readinessQuery } from '../../lib/readiness.ts'
import { EncryptionKeys } from './encryption-keys.tsx'

const REFETCH_MS = 10_000

export function SystemPage() {
  const status = useQuery({ ...systemStatusQuery(), refetchInterval: REFETCH_MS })
  const isDown = useQuery(readinessQuery()).data?.database === 'down'
  return (
    <Page title="System" summary="What this gateway knows about itself.">
      <div className="flex max-w-3xl flex-col gap-4">
        {isDown && <DatabaseOutage error={status.data?.database.error ?? null} />}
        <Loaded
          query={status}
          what="The state of the system"
          skeleton={<SkeletonPanel rows={8} height="h-10" />}
        >
          {(data) => (
            <Panel>
              <Facts facts={systemFacts(data, isDown)} />
            </Panel>
          )}
        </Loaded>
      </div>
    </Page>
  )
}

function systemFacts(status: SystemStatus, isDown: boolean): readonly Fact[] {
  const { database } = status
  return [
    { term: 'Version', value: status.version },
    { term: 'Running since', value: <TimeAgo time={status.startedAt} /> },
    {
      term: 'Base URL',
      value: (
        <span className="flex items-center gap-1">
          <span className="min-w-0 font-mono text-xs break-all">{status.publicUrl}</span>
          <CopyButton text={status.publicUrl} what="base URL" className="-my-0.5" />
        </span>
      ),
    },
    {
      term: 'Database',
      value:
        isDown || database.state === 'down' ? (
          <Badge tone="bad" icon={CircleX}>
            Unreachable
          </Badge>
        ) : (
          <Badge tone="good" icon={CircleCheck}>
            Reachable
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
      term: 'Sign-in to Anthropic',
      value: status.oauthClient ? 'Set up' : 'Not set up',
      ...(!status.oauthClient && {
        note: 'It needs HEADGATE_OAUTH_CLIENT_ID; OAuth credentials are not renewed either.',
      }),
    },
    {
      term: 'Encryption keys',
      value: <EncryptionKeys {...status} />,
    },
  ]
}
