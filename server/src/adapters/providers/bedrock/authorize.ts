// Who a request to Bedrock comes from: a Bedrock API key, or the signature of an AWS identity.
import type { AwsIdentityError, AwsService, AwsSigner } from '../../../core/upstream/aws-signer.ts'
import type { UpstreamFailure } from '../../../core/upstream/failure.ts'
import type { AttemptResult, Candidate } from '../../../core/upstream/provider.ts'
import type { HttpRequest } from '../../../core/upstream/transport.ts'
import { GatewayError } from '../../../core/wire/anthropic-error.ts'

export interface AuthorizeDeps {
  readonly signer: AwsSigner
}

export interface Authorization {
  readonly service: AwsService
  /** Where an API key goes; a Bearer value in `authorization`, bare in `x-api-key`. */
  readonly apiKeyHeader: 'authorization' | 'x-api-key'
}

/**
 * The request as it goes out, for one attempt.
 * @param request without credentials of any kind
 * @throws AwsIdentityError: see `identityFailure`; the signal's reason when it aborts
 */
export async function authorizeRequest(
  { signer }: AuthorizeDeps,
  request: HttpRequest & { readonly body: Uint8Array | null },
  { credential, secret }: Candidate,
  { service, apiKeyHeader }: Authorization,
  signal: AbortSignal,
): Promise<HttpRequest> {
  if (credential.provider !== 'bedrock') throw new TypeError('not a Bedrock credential')
  if (credential.method === 'iam' && secret.method === 'iam') {
    return signer.sign(request, { credential, secret }, service, signal)
  }
  if (secret.method !== 'api_key') throw new TypeError('not the secret of this credential')
  const key = secret.apiKey.reveal()
  const value = apiKeyHeader === 'authorization' ? `Bearer ${key}` : key
  return { ...request, headers: [...request.headers, apiKeyHeader, value] }
}

/**
 * An attempt, made once more with a fresh identity when AWS refused the one it was signed with.
 * @param attempt authorizes and sends anew each time
 */
export async function withFreshIdentity(
  { signer }: AuthorizeDeps,
  { credential, secret }: Candidate,
  attempt: () => Promise<AttemptResult>,
): Promise<AttemptResult> {
  const result = await attempt()
  if (credential.provider !== 'bedrock' || credential.method !== 'iam' || secret.method !== 'iam')
    return result
  return wasRefused(result) && signer.renew({ credential, secret }) ? attempt() : result
}

/** By Bedrock, which has a status: an identity that could not be had in the first place has none. */
function wasRefused(result: AttemptResult): boolean {
  return (
    result.kind === 'failure' &&
    result.failure.kind === 'credential_refused' &&
    result.failure.status !== null
  )
}

/** No identity, no attempt. */
export function identityFailure(error: AwsIdentityError): UpstreamFailure {
  const message = error.isRefused
    ? 'AWS refused the identity that the gateway holds for Bedrock. Your own key is fine; the operator must renew the credential.'
    : 'The gateway could not get an identity from AWS. Try again.'
  return {
    kind: error.isRefused ? 'credential_refused' : 'network',
    status: null,
    reason: error.message,
    retryAfterMs: null,
    upstreamRequestId: null,
    answer: {
      kind: 'gateway',
      error: new GatewayError('api_error', message, { status: 502, cause: error }),
    },
  }
}
