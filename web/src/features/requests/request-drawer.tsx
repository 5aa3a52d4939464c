// One request in full, beside the list it came from.
import { useQuery } from '@tanstack/react-query'
import type { RequestView } from '@headgate/shared/requests'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Notice } from '../../components/notice.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { RequestDetail } from './request-detail.tsx'
import { requestsAroundQuery } from './request-queries.ts'
import { requestWindow } from './request-window.ts'

interface RequestDrawerProps {
  readonly requestId: string
  /** The loaded part of the list, to step through. */
  readonly rows: readonly RequestView[]
  readonly onOpen: (requestId: string) => void
  readonly onClose: () => void
}

export function RequestDrawer({ requestId, rows, onOpen, onClose }: RequestDrawerProps) {
  const index = rows.findIndex((row) => row.requestId === requestId)
  return (
    <Dialog
      title="Request"
      placement="side"
      description={
        <span className="flex items-center gap-1">
          <span className="truncate font-mono text-xs">{requestId}</span>
          <CopyButton text={requestId} what="request id" />
        </span>
      }
      tools={<Steps {...{ rows, index, onOpen }} />}
      onClose={onClose}
    >
      {index >= 0 ? <RequestDetail request={rows[index]!} /> : <FoundByLink requestId={requestId} />}
    </Dialog>
  )
}

interface StepsProps {
  readonly rows: readonly RequestView[]
  readonly index: number
  readonly onOpen: (requestId: string) => void
}

function Steps({ rows, index, onOpen }: StepsProps) {
  const newer = index > 0 ? rows[index - 1] : undefined
  const older = index >= 0 ? rows[index + 1] : undefined
  return (
    <>
      <IconButton
        label="Newer request"
        icon={ChevronUp}
        aria-disabled={!newer}
        className="aria-disabled:opacity-40"
        onClick={() => newer && onOpen(newer.requestId)}
      />
      <IconButton
        label="Older request"
        icon={ChevronDown}
        aria-disabled={!older}
        className="aria-disabled:opacity-40"
        onClick={() => older && onOpen(older.requestId)}
      />
    </>
  )
}

/** The request of a link is not always on the first page. */
function FoundByLink({ requestId }: { readonly requestId: string }) {
  const around = useQuery({ ...requestsAroundQuery(requestId), enabled: requestWindow(requestId) !== null })
  const request = around.data?.items.find((row) => row.requestId === requestId)
  if (request) return <RequestDetail request={request} />
  if (around.error) {
    return (
      <ErrorNotice
        title="The request could not be loaded."
        error={around.error}
        onRetry={() => void around.refetch()}
      />
    )
  }
  if (around.isLoading) return <SkeletonRows rows={8} height="h-9" />
  return (
    <Notice tone="warn" title="This request is not in the log.">
      It may be older than what is kept, or its record is still on its way.
    </Notice>
  )
}
