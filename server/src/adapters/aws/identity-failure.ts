// Why AWS gave no identity: whether the credential is to blame, and words that hold no secret.
import { hideAwsIdentity, redactText } from '../../core/redaction/redact.ts'
import { AwsIdentityError, type IamCandidate } from '../../core/upstream/aws-signer.ts'
import { secretHider } from '../../core/upstream/hide-secret.ts'

const MAX_MESSAGE_CHARS = 400

/** 4xx of STS and SSO that pass by themselves. */
const PASSING = /throttl|toomanyrequests|limitexceeded|requesttimeout|idpcommunication/i
/** What the SDK's credential providers say when they could not reach a service. */
const UNREACHABLE =
  /time-?out|timed out|ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|EPIPE|socket hang up|status: 5\d\d/i

export function identityFailure(error: unknown, candidate: IamCandidate): AwsIdentityError {
  if (error instanceof AwsIdentityError) return error
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  // The cause stays behind: the SDK hangs whole requests and answers on its errors.
  return new AwsIdentityError(
    safeText(`AWS gave no identity for this credential: ${name}: ${message}`, candidate),
    { isRejected: isRejection(error) },
  )
}

export function safeText(text: string, candidate: IamCandidate): string {
  const hide = secretHider(candidate.secret)
  return hideAwsIdentity(redactText(hide(text))).slice(0, MAX_MESSAGE_CHARS)
}

/** A service has answered that it will not, or this machine has nothing to offer. */
function isRejection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const status = statusOf(error)
  if (status !== null) return status >= 400 && status < 500 && !PASSING.test(error.name)
  return error.name.endsWith('ProviderError') && !UNREACHABLE.test(error.message)
}

function statusOf(error: Error): number | null {
  if (!('$metadata' in error)) return null
  const { httpStatusCode } = (error.$metadata ?? {}) as { httpStatusCode?: unknown }
  return typeof httpStatusCode === 'number' ? httpStatusCode : null
}
