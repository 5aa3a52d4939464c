// Who a request to Bedrock comes from: a Bedrock API key, or the signature of an AWS identity.
import type { AwsService, AwsSigner } from '../../../core/upstream/aws-signer.ts'
import type { AttemptResult, Candidate } from '../../../core/upstream/provider.ts'
import type { HttpRequest } from '../../../core/upstream/transport.ts'
import { bedrockCredential } from './bedrock-credential.ts'

export interface AuthorizeDeps {
  readonly signer: AwsSigner
}

export interface Authorization {
  readonly service: AwsService
  /** Where an API key goes; a Bearer value in `authorization`, bare in `x-api-key`. */
  readonly apiKeyHeader: 'authorization' | 'x-api-key'
}

const NOT_ITS_SECRET = 'not the secret of this credential'

/**
 * The request as it goes out, for one attempt.
 * @param request without credentials of any kind
 * @throws AwsIdentityError: see `errors/identity-failure.ts`; the signal's reason when it aborts
 */
export async function authorizeRequest(
  { signer }: AuthorizeDeps,
  request: HttpRequest & { readonly body: Uint8Array | null },
  candidate: Candidate,
  { service, apiKeyHeader }: Authorization,
  signal: AbortSignal,
): Promise<HttpRequest> {
  const credential = bedrockCredential(candidate)
  const { secret } = candidate
  switch (credential.method) {
    case 'iam':
      if (secret.method !== 'iam') throw new TypeError(NOT_ITS_SECRET)
      return signer.sign(request, { credential, secret }, service, signal)
    case 'api_key': {
      if (secret.method !== 'api_key') throw new TypeError(NOT_ITS_SECRET)
      const key = secret.apiKey.reveal()
      const value = apiKeyHeader === 'authorization' ? `Bearer ${key}` : key
      return { ...request, headers: [...request.headers, apiKeyHeader, value] }
    }
  }
}

/**
 * An attempt, made once more with a fresh identity when AWS rejected the one it was signed with.
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
  return wasRejected(result) && signer.renew({ credential, secret }) ? attempt() : result
}

/** By Bedrock, which has a status: an identity that could not be had in the first place has none. */
function wasRejected(result: AttemptResult): boolean {
  return (
    result.kind === 'failure' &&
    result.failure.kind === 'credential_rejected' &&
    result.failure.status !== null
  )
}
