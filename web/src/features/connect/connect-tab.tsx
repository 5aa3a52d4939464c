import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ClientSnippets } from '../../components/client-snippets.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Panel } from '../../components/panel.tsx'
import { Skeleton } from '../../components/skeleton.tsx'
import { KEY_PLACEHOLDER } from '../../lib/client-snippets.ts'
import { systemStatusQuery } from '../../lib/queries.ts'
import { LiveLine } from './live-line.tsx'

interface ConnectTabProps {
  readonly projectId: string
  /** To where a key is made. */
  readonly createKey: ReactNode
}

export function ConnectTab({ projectId, createKey }: ConnectTabProps) {
  const status = useQuery(systemStatusQuery())
  return (
    <div className="flex max-w-3xl flex-col gap-5">
      <LiveLine projectId={projectId} />
      <Loaded query={status} what="The base URL" skeleton={<Skeleton className="h-72" />}>
        {({ publicUrl }) => (
          <Panel padded title="Point a client at this gateway">
            <div className="mb-4 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
              <span className="text-n7">Base URL</span>
              <span className="font-mono text-xs break-all">{publicUrl}</span>
              <CopyButton text={publicUrl} what="the base URL" />
            </div>
            <ClientSnippets baseUrl={publicUrl} apiKey={KEY_PLACEHOLDER} />
            <p className="mt-4 border-t border-n5 pt-3 text-sm text-n7">
              Put a key of this project in place of{' '}
              <code className="font-mono text-xs">{KEY_PLACEHOLDER}</code>. Keys are shown once, when they are
              made. {createKey}
            </p>
          </Panel>
        )}
      </Loaded>
    </div>
  )
}
