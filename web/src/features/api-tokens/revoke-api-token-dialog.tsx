import { useMutation } from '@tanstack/react-query'
import type { ApiTokenView } from '@headgate/shared/api-tokens'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { TimeAgo } from '../../components/time-ago.tsx'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

interface RevokeApiTokenDialogProps {
  readonly token: ApiTokenView
  readonly onClose: () => void
}

export function RevokeApiTokenDialog({ token, onClose }: RevokeApiTokenDialogProps) {
  const { id, name, prefix, last4, lastUsedAt } = token
  const revoke = useMutation(
    trpc.apiTokens.revoke.mutationOptions({
      onSuccess() {
        notify(`${name} is revoked.`)
        onClose()
      },
    }),
  )
  return (
    <ConfirmDialog
      title={`Revoke ${name}`}
      action="Revoke API token"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ id })}
      onClose={onClose}
    >
      <p>
        Programs that use{' '}
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
