import { useMutation } from '@tanstack/react-query'
import type { ApiTokenView } from '@headgate/shared/api-tokens'
import { RevokeDialog } from '../../components/revoke-dialog.tsx'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

interface RevokeApiTokenDialogProps {
  readonly token: ApiTokenView
  readonly onClose: () => void
}

export function RevokeApiTokenDialog({ token, onClose }: RevokeApiTokenDialogProps) {
  const { id, name } = token
  const revoke = useMutation(
    trpc.apiTokens.revoke.mutationOptions({
      onSuccess() {
        notify(`${name} is revoked.`)
        onClose()
      },
    }),
  )
  return (
    <RevokeDialog
      revoked={token}
      what="API token"
      users="Programs"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ id })}
      onClose={onClose}
    />
  )
}
