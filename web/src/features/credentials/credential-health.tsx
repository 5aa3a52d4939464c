// Whether a credential works and, if not, why and for how long.
import type { CredentialView } from '@headgate/shared/credentials'
import { LogIn } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { CredentialStatusBadge } from '../../components/credential-status.tsx'
import { RefreshProblem } from './refresh-problem.tsx'

export function CredentialHealth({ credential }: { readonly credential: CredentialView }) {
  const { status, statusReason, statusUntil, enabled } = credential
  const problem = credential.method === 'oauth' && enabled ? credential.refreshProblem : null
  if (problem?.state === 'sign_in_again') {
    return (
      <div className="min-w-0">
        <Badge tone="bad" icon={LogIn}>
          Sign in again
        </Badge>
        <RefreshProblem problem={problem} withReason />
      </div>
    )
  }
  const isQuoted = status === 'cooling' || status === 'rejected'
  return (
    <div className="min-w-0">
      <CredentialStatusBadge status={status} until={statusUntil} />
      {statusReason !== null && (
        <p className="mt-0.5 line-clamp-3 text-xs wrap-anywhere text-n7" title={statusReason}>
          {isQuoted ? `“${statusReason}”` : statusReason}
        </p>
      )}
      {problem !== null && (
        <RefreshProblem problem={problem} withReason={statusReason?.includes(problem.reason) !== true} />
      )}
    </div>
  )
}
