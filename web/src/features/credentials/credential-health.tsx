// Whether a credential works and, if not, why and for how long.
import type { CredentialView } from '@headgate/shared/credentials'
import { LogIn } from 'lucide-react'
import { Badge } from '../../components/badge.tsx'
import { cx } from '../../lib/cx.ts'
import { refreshProblemOf } from '../../lib/refresh-problem-of.ts'
import { CredentialStatusBadge } from '../../components/credential-status.tsx'
import { RefreshProblem } from './refresh-problem.tsx'

export function CredentialHealth({ credential }: { readonly credential: CredentialView }) {
  const { status, statusReason, statusUntil, enabled } = credential
  const problem = enabled ? refreshProblemOf(credential) : null
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
  // Why an identity token is not exchanged is said in words of the gateway, and says what to do.
  const isOwnWords = problem !== null && credential.method === 'workload_identity'
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
      {problem !== null && (
        <RefreshProblem problem={problem} withReason={statusReason?.includes(problem.reason) !== true} />
      )}
    </div>
  )
}
