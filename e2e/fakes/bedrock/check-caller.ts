// Who may call: a Bedrock API key as bearer, and nothing else that looks like a credential.
import type { RecordedRequest } from '../http-server.ts'
import { AwsRefusal, invalid } from './aws-refusal.ts'

/** A credential of someone else that reached AWS. */
export interface Leak {
  readonly header: string
  readonly request: RecordedRequest
}

export function findLeaks(request: RecordedRequest): Leak[] {
  return Object.entries(request.headers)
    .filter(([name, value]) => /^(x-api-key|cookie)$/.test(name) || String(value).includes('sk-ant-'))
    .map(([header]) => ({ header, request }))
}

/** @param apiKeys when absent, any value of the right shape passes. */
export function checkCaller(
  request: RecordedRequest,
  leaks: readonly Leak[],
  apiKeys?: readonly string[],
): void {
  const authorization = request.headers.authorization
  if (authorization === undefined) throw unauthenticated('Authorization header is missing')
  const key = /^Bearer\s+(.+)$/i.exec(authorization)?.[1] ?? ''
  if (!/^(ABSK|bedrock-api-key-)/.test(key)) {
    throw unauthenticated('Invalid API Key format: Must start with pre-defined prefix')
  }
  if (!(apiKeys?.includes(key) ?? true)) {
    throw unauthenticated('Authentication failed: Please make sure your API Key is valid.')
  }
  const leak = leaks.at(0)
  if (leak !== undefined) throw invalid(`The header ${leak.header} must not be sent to Bedrock.`)
}

function unauthenticated(message: string): AwsRefusal {
  return new AwsRefusal({ status: 403, exception: 'AccessDeniedException', message, messageField: 'Message' })
}
