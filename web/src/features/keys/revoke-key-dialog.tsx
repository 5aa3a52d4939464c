import { useMutation } from '@tanstack/react-query'
import type { KeyView } from '@headgate/shared/keys'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

interface RevokeKeyDialogProps {
  readonly apiKey: KeyView
  readonly onClose: () => void
}

export function RevokeKeyDialog({ apiKey, onClose }: RevokeKeyDialogProps) {
  const { id, name, prefix, last4, lastUsedAt } = apiKey
  const revoke = useMutation(
    trpc.keys.revoke.mutationOptions({
      onSuccess() {
        notify(`${name} is revoked.`)
        onClose()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={`Revoke ${name}`}
      action="Revoke key"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ id })}
      onClose={onClose}
    >
      <p>
        Clients that use{' '}
        <span className="font-mono text-xs">
          {prefix}...{last4}
        </span>{' '}
        are refused at once. This cannot be undone.
      </p>
      <p className="text-n7">
        {lastUsedAt === null ? (
          'It was never used.'
        ) : (
          <>
            It was last used <TimeAgo time={lastUsedAt} />.
          </>
        )}
      </p>
    </ConfirmDialog>
  )
}
