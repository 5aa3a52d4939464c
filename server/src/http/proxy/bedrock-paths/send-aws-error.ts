// Errors that the gateway makes on Bedrock's own paths, in the shape that AWS's SDKs read.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '../../../core/log.ts'
import { redactText } from '../../../core/redaction/redact.ts'
import { GatewayError, type AnthropicErrorType } from '../../../core/wire/anthropic-error.ts'
import { ClientClosedError } from '../steps/client-closed.ts'

interface AwsShape {
  readonly exception: string
  /** Null where the error has its own. */
  readonly status: number | null
}

const SHAPES: Readonly<Record<AnthropicErrorType, AwsShape>> = {
  invalid_request_error: { exception: 'ValidationException', status: 400 },
  authentication_error: { exception: 'UnrecognizedClientException', status: 403 },
  billing_error: { exception: 'AccessDeniedException', status: 403 },
  permission_error: { exception: 'AccessDeniedException', status: 403 },
  not_found_error: { exception: 'ResourceNotFoundException', status: 404 },
  conflict_error: { exception: 'ConflictException', status: 400 },
  request_too_large: { exception: 'RequestEntityTooLargeException', status: 413 },
  rate_limit_error: { exception: 'ThrottlingException', status: 429 },
  api_error: { exception: 'InternalServerException', status: null },
  timeout_error: { exception: 'InternalServerException', status: 504 },
  overloaded_error: { exception: 'ServiceUnavailableException', status: 503 },
}

const ERROR_TYPE_HEADER = 'x-amzn-errortype'

/** What AWS says to a path or method that a service does not have. */
export function unknownOperation(): GatewayError {
  return new GatewayError('not_found_error', 'The requested operation is not recognized by the service.', {
    headers: { [ERROR_TYPE_HEADER]: 'UnknownOperationException' },
  })
}

export function sendAwsError(
  log: Logger,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const known = asGatewayError(error)
  if (!known && !(error instanceof ClientClosedError))
    log.error({ requestId: request.id, error }, 'a call to a Bedrock path failed unexpectedly')
  const { type, status, message, headers } = known ?? new GatewayError('api_error', 'Internal error')
  const shape = SHAPES[type]
  void reply
    .code(shape.status ?? status)
    .headers({ 'x-amzn-requestid': request.id, [ERROR_TYPE_HEADER]: shape.exception, ...headers })
    .type('application/json')
    .send(JSON.stringify({ message: redactText(message) }))
}

/** Fastify's own refusals (a malformed URL, say) are the client's fault and say so. */
function asGatewayError(error: unknown): GatewayError | null {
  if (error instanceof GatewayError) return error
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (typeof status !== 'number' || status < 400 || status >= 500) return null
  return new GatewayError('invalid_request_error', (error as Error).message)
}
