// Who may call: a Bedrock API key or a signature of a known access key, and nothing else that looks like a credential.
import type { RecordedRequest } from '../http-server.ts'
import { exampleKey, type IamKey } from '../aws/iam-keys.ts'
import { isSignature } from '../aws/parse-authorization.ts'
import { SignatureProblem, type SignatureProblemKind } from '../aws/signature-problem.ts'
import { verifySignature } from '../aws/verify-signature.ts'
import { CallerRejection, invalid } from './aws-rejection.ts'
import { isBedrockKey } from './bedrock-key.ts'
import type { Leak } from './find-leaks.ts'

/** Each list is read anew for each request, so that it may grow. */
export interface AcceptedCallers {
  /** Bedrock API keys. Without it, any value of the right shape passes. */
  readonly apiKeys?: readonly string[]
  /** Access keys for signatures. Default: AWS's example key. */
  readonly iamKeys?: readonly IamKey[]
  /** Further access keys: `issuedKeys` of the stand-in for STS. */
  readonly temporaryKeys?: readonly IamKey[]
  /** The only region of signatures; when absent, any. */
  readonly region?: string
}

/** How the caller proved itself. */
export type CallerProof = 'bearer' | 'x-api-key' | 'signature'

export interface CallerRules {
  readonly accepted: AcceptedCallers
  readonly service: 'bedrock' | 'bedrock-mantle'
  readonly takesKeyHeader: boolean
}

export async function checkCaller(
  request: RecordedRequest,
  leaks: readonly Leak[],
  rules: CallerRules,
): Promise<CallerProof> {
  const proof = await prove(request, rules)
  const leak = leaks.at(0)
  if (leak !== undefined) throw invalid(`The header ${leak.header} must not be sent to Bedrock.`)
  return proof
}

async function prove(request: RecordedRequest, rules: CallerRules): Promise<CallerProof> {
  const { authorization, 'x-api-key': keyHeader } = request.headers
  const { accepted, service, takesKeyHeader } = rules
  if (authorization === undefined && takesKeyHeader && typeof keyHeader === 'string') {
    checkApiKey(keyHeader, accepted)
    return 'x-api-key'
  }
  if (authorization === undefined) {
    throw unauthenticated('Authorization header is missing', 'MissingAuthenticationToken')
  }
  if (isSignature(authorization)) {
    await checkSignature(request, accepted, service)
    return 'signature'
  }
  checkApiKey(/^Bearer\s+(.+)$/i.exec(authorization)?.[1] ?? '', accepted)
  return 'bearer'
}

function checkApiKey(key: string, { apiKeys }: AcceptedCallers): void {
  if (!isBedrockKey(key)) {
    throw unauthenticated('Invalid API Key format: Must start with pre-defined prefix')
  }
  if (!(apiKeys?.includes(key) ?? true)) {
    throw unauthenticated('Authentication failed: Please make sure your API Key is valid.')
  }
}

const exceptionByProblem: Readonly<Record<SignatureProblemKind, string>> = {
  incomplete: 'IncompleteSignature',
  mismatch: 'InvalidSignatureException',
  unknown_key: 'UnrecognizedClientException',
  expired_key: 'ExpiredTokenException',
}

async function checkSignature(
  request: RecordedRequest,
  accepted: AcceptedCallers,
  service: string,
): Promise<void> {
  const keys = [...(accepted.iamKeys ?? [exampleKey]), ...(accepted.temporaryKeys ?? [])]
  try {
    await verifySignature(request, { keys, service, region: accepted.region })
  } catch (error) {
    if (!(error instanceof SignatureProblem)) throw error
    const status = error.kind === 'incomplete' ? 400 : 403
    throw new CallerRejection({ status, exception: exceptionByProblem[error.kind], message: error.message })
  }
}

function unauthenticated(message: string, exception = 'AccessDeniedException'): CallerRejection {
  return new CallerRejection({ status: 403, exception, message, messageField: 'Message' })
}
