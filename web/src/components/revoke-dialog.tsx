// Asks before something that others present is denied for good.
import { ConfirmDialog } from './confirm-dialog.tsx'
import { TimeAgo } from './time-ago.tsx'

interface RevokeDialogProps {
  readonly revoked: {
    readonly name: string
    readonly prefix: string
    readonly last4: string
    readonly lastUsedAt: string | null
  }
  /** As in `Revoke key`. */
  readonly what: string
  /** Who is denied: `Clients`. */
  readonly users: string
  readonly busy: boolean
  readonly error: unknown
  readonly onConfirm: () => void
  readonly onClose: () => void
}

export function RevokeDialog({ revoked, what, users, ...dialog }: RevokeDialogProps) {
  const { name, prefix, last4, lastUsedAt } = revoked
  return (
    <ConfirmDialog title={`Revoke ${name}`} action={`Revoke ${what}`} {...dialog}>
      <p>
        {users} that use{' '}
        <span className="font-mono text-xs">
          {prefix}...{last4}
        </span>{' '}
        are denied at once. This cannot be undone.
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
