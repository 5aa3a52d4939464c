// Whether a credential works and, if not, why and for how long.
import type { CredentialView } from '@headgate/shared/credentials'
import { cx } from '../../lib/cx.ts'
import { CredentialStatusBadge } from '../../components/credential-status.tsx'

interface CredentialHealthProps {
  readonly credential: CredentialView
}

export function CredentialHealth({ credential }: CredentialHealthProps) {
  const { status, statusReason, statusUntil } = credential
  // What keeps a token from being renewed is said in words of the gateway, and says what to do.
  const isOwnWords = 'refreshProblem' in credential && credential.refreshProblem !== null
  const isQuoted = !isOwnWords && (status === 'cooling' || status === 'rejected')
  return (
    <div className="min-w-0">
      <CredentialStatusBadge status={status} until={statusUntil} />
      {statusReason !== null && (
        <p
          className={cx('mt-0.5 text-xs wrap-anywhere text-n7', isOwnWords ? 'line-clamp-6' : 'line-clamp-3')}
          title={statusReason}
        >
          {isQuoted ? `“${statusReason}”` : statusReason}
        </p>
      )}
    </div>
  )
}
