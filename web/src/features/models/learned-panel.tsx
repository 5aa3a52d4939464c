// What Bedrock rejected once and is left out since, with the way to try it again.
import { useMutation } from '@tanstack/react-query'
import type { UnsupportedParameterView } from '@headgate/shared/models'
import { Button } from '../../components/button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Panel } from '../../components/panel.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { errorFacts } from '../../lib/error-facts.ts'
import { countOf } from '../../lib/format-count.ts'
import { notify, notifyFailure } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { groupLearned, type LearnedGroup } from './group-learned.ts'
import { ModelName } from './model-name.tsx'

export function LearnedPanel({ learned }: { readonly learned: readonly UnsupportedParameterView[] }) {
  return (
    <Panel title="Learned">
      {learned.length === 0 ? (
        <EmptyState text="When Bedrock rejects a beta or an optional field, the gateway leaves it out from then on, and it shows here." />
      ) : (
        <DataTable
          label="Learned"
          columns={COLUMNS}
          rows={groupLearned(learned)}
          rowKey={({ credentialId, upstreamModel }) => `${credentialId} ${upstreamModel}`}
          tall
        />
      )}
    </Panel>
  )
}

const COLUMNS: readonly Column<LearnedGroup>[] = [
  {
    header: 'Upstream model',
    card: 'title',
    className: '@table:w-[24%]',
    cell: ({ upstreamModel }) => <ModelName name={upstreamModel} />,
  },
  {
    header: 'Credential',
    className: '@table:w-[18%]',
    cell: ({ accountId }) => (
      <span className="line-clamp-2 font-mono text-xs break-all" title={accountId}>
        {accountId}
      </span>
    ),
  },
  { header: 'Left out', cell: ({ denials }) => <Denials denials={denials} /> },
  {
    header: 'Actions',
    quiet: true,
    align: 'end',
    className: '@table:w-24',
    cell: (group) => <ForgetButton group={group} />,
  },
]

function Denials({ denials }: Pick<LearnedGroup, 'denials'>) {
  return (
    <ul className="flex min-w-0 flex-col gap-1.5">
      {denials.map(({ kind, name, reason, learnedAt }) => (
        <li key={`${kind} ${name}`} className="min-w-0">
          <p className="flex flex-wrap items-baseline gap-x-2 @max-table:justify-end">
            <span>
              <span className="text-n7">{kind === 'beta' ? 'Beta' : 'Field'}</span>{' '}
              <span className="font-mono text-xs break-all">{name}</span>
            </span>
            <span className="text-xs text-n7">
              <TimeAgo time={learnedAt} />
            </span>
          </p>
          <p className="line-clamp-3 text-xs wrap-anywhere text-n7" title={reason}>
            “{reason}”
          </p>
        </li>
      ))}
    </ul>
  )
}

function ForgetButton({
  group: { credentialId, accountId, upstreamModel },
}: {
  readonly group: LearnedGroup
}) {
  const forget = useMutation(
    trpc.models.forgetLearned.mutationOptions({
      onSuccess: ({ forgotten }) =>
        notify(
          `${countOf(forgotten, 'parameter')} forgotten. The next call that needs it asks Bedrock again.`,
        ),
      onError: (error) => notifyFailure(`Nothing is forgotten: ${errorFacts(error).message}`),
    }),
  )
  return (
    <Button
      size="small"
      aria-label={`Forget what was learned about ${upstreamModel} on ${accountId}`}
      busy={forget.isPending}
      onClick={() => forget.mutate({ credentialId, upstreamModel })}
    >
      Forget
    </Button>
  )
}
