import { useMutation } from '@tanstack/react-query'
import type { ModelOverrideView } from '@headgate/shared/models'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'
import { OverrideEffect } from './override-effect.tsx'

interface RemoveOverrideDialogProps {
  readonly override: ModelOverrideView
  readonly onClose: () => void
}

export function RemoveOverrideDialog({ override, onClose }: RemoveOverrideDialogProps) {
  const { id, model, accountId } = override
  const remove = useMutation(
    trpc.models.removeOverride.mutationOptions({
      onSuccess() {
        notify('The override is removed.')
        onClose()
      },
    }),
  )
  return (
    <ConfirmDialog
      title="Remove override"
      action="Remove override"
      busy={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate({ id })}
      onClose={onClose}
    >
      <p>
        Calls for <span className="line-clamp-4 font-mono text-xs break-all">{model}</span> on{' '}
        {accountId ?? 'all Bedrock credentials'} go as the catalogue says again. Until now they were changed:
      </p>
      <div className="text-sm">
        <OverrideEffect override={override} />
      </div>
    </ConfirmDialog>
  )
}
