import { useMutation } from '@tanstack/react-query'
import type { KeyView } from '@headgate/shared/keys'
import { RevokeDialog } from '../../components/revoke-dialog.tsx'
import { notify } from '../../lib/notify.ts'
import { trpc } from '../../lib/trpc.ts'

interface RevokeKeyDialogProps {
  readonly apiKey: KeyView
  readonly onClose: () => void
}

export function RevokeKeyDialog({ apiKey, onClose }: RevokeKeyDialogProps) {
  const { id, name } = apiKey
  const revoke = useMutation(
    trpc.keys.revoke.mutationOptions({
      onSuccess() {
        notify(`${name} is revoked.`)
        onClose()
      },
    }),
  )
  return (
    <RevokeDialog
      revoked={apiKey}
      what="key"
      users="Clients"
      busy={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ id })}
      onClose={onClose}
    />
  )
}
