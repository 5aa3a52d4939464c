// Errors that the gateway makes on AWS-native paths, in the shape that AWS's SDKs read.
import { GatewayError, type AnthropicErrorType } from './anthropic-error.ts'

interface AwsShape {
  readonly exception: string
  /** Null where the error has its own. */
  readonly status: number | null
}

export const AWS_SHAPES: Readonly<Record<AnthropicErrorType, AwsShape>> = {
  invalid_request_error: { exception: 'ValidationException', status: 400 },
  authentication_error: { exception: 'UnrecognizedClientException', status: 403 },
  billing_error: { exception: 'AccessDeniedException', status: 403 },
  permission_error: { exception: 'AccessDeniedException', status: 403 },
  not_found_error: { exception: 'ResourceNotFoundException', status: 404 },
  conflict_error: { exception: 'ConflictException', status: 400 },
  request_too_large: { exception: 'RequestEntityTooLargeException', status: 413 },
  rate_limit_error: { exception: 'ThrottlingException', status: 429 },
  not_supported: { exception: 'ValidationException', status: 400 },
  api_error: { exception: 'InternalServerException', status: null },
  timeout_error: { exception: 'InternalServerException', status: 504 },
  overloaded_error: { exception: 'ServiceUnavailableException', status: 503 },
}

export const AWS_ERROR_TYPE_HEADER = 'x-amzn-errortype'

/** What AWS says to a path or method that a service does not have. */
export function unknownOperation(
  message = 'The requested operation is not recognized by the service.',
): GatewayError {
  return new GatewayError('not_found_error', message, {
    headers: { [AWS_ERROR_TYPE_HEADER]: 'UnknownOperationException' },
  })
}
