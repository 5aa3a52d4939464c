// The headers the gateway adds to what it answers.
import type { Candidate } from '../upstream/provider.ts'

export const REQUEST_ID_HEADER = 'x-headgate-request-id'

export function gatewayHeaders(requestId: string, { credential }: Candidate): Record<string, string> {
  return {
    [REQUEST_ID_HEADER]: requestId,
    'x-headgate-provider': credential.provider,
    ...(credential.accountId !== null && {
      'x-headgate-credential': accountIdHeader(credential.accountId),
    }),
  }
}

/** Names of adopted credentials may hold characters that a header cannot: those are percent-encoded. */
export function accountIdHeader(accountId: string): string {
  return accountId.replaceAll(/[^\x21-\x7e]/gu, encodeURIComponent)
}
