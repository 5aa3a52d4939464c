// What a client is told of an error, whatever it was; the log hears of those that nobody expected.
import type { Logger } from '../../core/log.ts'
import { GatewayError } from '../../core/wire/anthropic-error.ts'
import { ClientClosedError } from './steps/client-closed.ts'

export function knownError(log: Logger, error: unknown, requestId: string): GatewayError {
  const known = asGatewayError(error)
  if (!known && !(error instanceof ClientClosedError))
    log.error({ requestId, error }, 'a proxied call failed unexpectedly')
  return known ?? new GatewayError('api_error', 'Internal error')
}

/** Fastify's own denials (a malformed URL, say) are the client's fault and say so. */
function asGatewayError(error: unknown): GatewayError | null {
  if (error instanceof GatewayError) return error
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  if (typeof status !== 'number' || status < 400 || status >= 500) return null
  return new GatewayError('invalid_request_error', (error as Error).message, { status })
}
