import type { ModelOverrideView } from '@headgate/shared/models'
import { Button } from '../../components/button.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Panel } from '../../components/panel.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { ModelName } from './model-name.tsx'
import type { OpenOverride } from './override-dialog.tsx'
import { OverrideEffect } from './override-effect.tsx'

interface OverridesPanelProps {
  readonly overrides: readonly ModelOverrideView[]
  readonly onOpen: (open: OpenOverride) => void
}

export function OverridesPanel({ overrides, onOpen }: OverridesPanelProps) {
  return (
    <Panel title="Overrides">
      {overrides.length === 0 ? (
        <EmptyState
          text="An override sends a model to an inference profile of yours, or leaves out what Bedrock rejects. There is none."
          action={<Button onClick={() => onOpen({ kind: 'add' })}>Add override</Button>}
        />
      ) : (
        <DataTable
          label="Overrides"
          columns={overrideColumns(onOpen)}
          rows={overrides}
          rowKey={(override) => override.id}
          tall
        />
      )}
    </Panel>
  )
}

function overrideColumns(onOpen: (open: OpenOverride) => void): readonly Column<ModelOverrideView>[] {
  return [
    {
      header: 'Model',
      card: 'title',
      className: '@table:w-[24%]',
      cell: ({ model }) => <ModelName name={model} />,
    },
    {
      header: 'Credential',
      className: '@table:w-[18%]',
      cell: ({ accountId }) =>
        accountId === null ? (
          'All Bedrock credentials'
        ) : (
          <span className="line-clamp-2 font-mono text-xs break-all" title={accountId}>
            {accountId}
          </span>
        ),
    },
    { header: 'What it changes', cell: (override) => <OverrideEffect override={override} /> },
    { header: 'Changed', className: '@table:w-28', cell: ({ updatedAt }) => <TimeAgo time={updatedAt} /> },
    {
      header: 'Actions',
      quiet: true,
      align: 'end',
      className: '@table:w-36',
      cell: (override) => (
        <span className="inline-flex gap-1.5">
          <Button
            size="small"
            aria-label={`Edit the override of ${override.model}`}
            onClick={() => onOpen({ kind: 'edit', override })}
          >
            Edit
          </Button>
          <Button
            size="small"
            aria-label={`Remove the override of ${override.model}`}
            onClick={() => onOpen({ kind: 'remove', override })}
          >
            Remove
          </Button>
        </span>
      ),
    },
  ]
}
