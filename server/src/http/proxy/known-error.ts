// What a client is told of an error that happened before the pipeline took the call over; the log hears of surprises.
import type { Logger } from '../../core/log.ts'
import { GatewayError } from '../../core/wire/anthropic-error.ts'

export function knownError(log: Logger, error: unknown, requestId: string): GatewayError {
  if (error instanceof GatewayError) return error
  // Fastify's own errors (a malformed URL, say) are the client's fault and say so.
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new GatewayError('invalid_request_error', (error as Error).message, { status })
  log.error({ requestId, error }, 'a proxied call failed unexpectedly')
  return new GatewayError('api_error', 'Internal error')
}
