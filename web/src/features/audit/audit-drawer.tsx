// One event in full, beside the list it came from.
import { useQuery } from '@tanstack/react-query'
import type { AuditEventView } from '@headgate/shared/audit'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNotice } from '../../components/error-notice.tsx'
import { Facts } from '../../components/facts.tsx'
import { Notice } from '../../components/notice.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { actorName } from './actor-kinds.ts'
import { eventQuery } from './audit-queries.ts'
import { ChangeList } from './change-list.tsx'
import { fieldChanges } from './field-changes.ts'
import { kindWords } from './target-name.ts'

type Target = AuditEventView['target']

interface AuditDrawerProps {
  readonly id: string
  /** When the loaded part of the list holds it. */
  readonly known: AuditEventView | undefined
  /** Asks for all events of one target. */
  readonly onTarget: (target: Target) => void
  readonly onClose: () => void
}

export function AuditDrawer({ id, known, onTarget, onClose }: AuditDrawerProps) {
  const asked = useQuery({ ...eventQuery(id), enabled: known === undefined })
  const event = known ?? asked.data?.items.find((item) => item.id === id)
  return (
    <Dialog
      title={event?.action ?? 'Event'}
      placement="side"
      description={
        <span className="flex items-center gap-1">
          <span className="truncate font-mono text-xs">{id}</span>
          <CopyButton text={id} what="event id" />
        </span>
      }
      onClose={onClose}
    >
      {event ? (
        <EventDetail event={event} onTarget={onTarget} />
      ) : asked.error ? (
        <ErrorNotice
          title="The event could not be loaded."
          error={asked.error}
          onRetry={() => void asked.refetch()}
        />
      ) : asked.isLoading ? (
        <SkeletonRows rows={8} height="h-9" />
      ) : (
        <Notice tone="warn" title="This event is not in the audit trail." />
      )}
    </Dialog>
  )
}

interface EventDetailProps {
  readonly event: AuditEventView
  readonly onTarget: (target: Target) => void
}

function EventDetail({ event, onTarget }: EventDetailProps) {
  const { actor, address, target, time, before, after } = event
  const facts = [
    { term: 'Time', value: <TimeAgo time={time} /> },
    {
      term: 'Actor',
      value: actorName(actor),
      ...(actor.id !== null && { note: actor.id }),
    },
    { term: 'Address', value: address ?? 'None: the gateway did it by itself' },
    { term: 'Target', value: `${kindWords(target.kind)} ${target.id}` },
  ]
  return (
    <div className="flex flex-col gap-6">
      <div className="rounded-lg border border-n5">
        <Facts facts={facts} />
      </div>
      <section aria-label="Changes">
        <h3 className="mb-2 text-sm font-semibold">
          {before === null ? 'What was noted' : 'Before and after'}
        </h3>
        <ChangeList changes={fieldChanges(before, after)} compares={before !== null && after !== null} />
      </section>
      <div>
        <Button onClick={() => onTarget(target)}>All events of this {kindWords(target.kind)}</Button>
      </div>
    </div>
  )
}
