// An attempt for which AWS gave the gateway no identity.
import type { AwsIdentityError } from '../../../../core/upstream/aws-signer.ts'
import type { UpstreamFailure } from '../../../../core/upstream/failure.ts'
import { operatorsAffair } from '../../../../core/upstream/operators-affair.ts'
import { GatewayError } from '../../../../core/wire/anthropic-error.ts'

export function identityFailure(error: AwsIdentityError): UpstreamFailure {
  const message = error.isRejected
    ? operatorsAffair('AWS rejected the identity that the gateway holds for Bedrock.')
    : 'The gateway could not get an identity from AWS. Try again.'
  return {
    kind: error.isRejected ? 'credential_rejected' : 'network',
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
