// Whether a credential works and, if not, why and for how long.
import type { CredentialView } from '@headgate/shared/credentials'
import { CredentialStatusBadge } from '../../components/credential-status.tsx'

interface CredentialHealthProps {
  readonly credential: Pick<CredentialView, 'status' | 'statusReason' | 'statusUntil'>
}

export function CredentialHealth({ credential }: CredentialHealthProps) {
  const { status, statusReason, statusUntil } = credential
  const isQuoted = status === 'cooling' || status === 'rejected'
  return (
    <div className="min-w-0">
      <CredentialStatusBadge status={status} until={statusUntil} />
      {statusReason !== null && (
        <p className="mt-0.5 line-clamp-3 text-xs wrap-anywhere text-n7" title={statusReason}>
          {isQuoted ? `“${statusReason}”` : statusReason}
        </p>
      )}
    </div>
  )
}
