// The one log line for an attempt that failed: enough to see why, masked by the logger.
import type { Logger } from '../log.ts'
import { secretHider } from './hide-secret.ts'
import type { Candidate, MessagesCall } from './provider.ts'
import type { RawHeaders } from './raw-headers.ts'

const LOGGED_BODY_CHARS = 2000

export interface FailedExchange {
  readonly url: string
  readonly status?: number
  readonly headers?: RawHeaders
  readonly body?: Uint8Array
  readonly cause?: string
}

export function logFailure(
  log: Logger,
  { requestId }: Pick<MessagesCall, 'requestId'>,
  candidate: Candidate,
  exchange: FailedExchange,
): void {
  const { url, status, headers, body, cause } = exchange
  const hide = secretHider(candidate.secret)
  log.warn(
    {
      requestId,
      provider: candidate.credential.provider,
      accountId: candidate.credential.accountId,
      url,
      ...(status !== undefined && { status }),
      ...(headers && { headers: headerRecord(headers.map(hide)) }),
      ...(body && { body: hide(new TextDecoder().decode(body)).slice(0, LOGGED_BODY_CHARS) }),
      ...(cause !== undefined && { cause: hide(cause) }),
    },
    'an upstream attempt failed',
  )
}

function headerRecord(headers: RawHeaders): Record<string, string> {
  const record: Record<string, string> = {}
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i]!.toLowerCase()
    record[name] = name in record ? `${record[name]}, ${headers[i + 1]}` : headers[i + 1]!
  }
  return record
}
