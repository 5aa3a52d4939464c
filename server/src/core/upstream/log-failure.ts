// The one log line for an attempt that failed: enough to see why, masked by the logger.
import type { Logger } from '../log.ts'
import type { Candidate, MessagesCall } from './provider.ts'
import type { RawHeaders } from './raw-headers.ts'

const LOGGED_BODY_BYTES = 2000

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
  const { headers, body, ...rest } = exchange
  log.warn(
    {
      requestId,
      provider: candidate.credential.provider,
      accountId: candidate.credential.accountId,
      ...rest,
      ...(headers && { headers: headerRecord(headers) }),
      ...(body && { body: new TextDecoder().decode(body.subarray(0, LOGGED_BODY_BYTES)) }),
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
