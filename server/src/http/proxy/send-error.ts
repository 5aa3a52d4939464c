// Errors that the gateway makes on Anthropic's paths, in Anthropic's envelope.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '../../core/log.ts'
import { errorEnvelope } from '../../core/wire/anthropic-error.ts'
import { knownError } from './known-error.ts'

export function sendError(log: Logger, error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const { status, type, message, headers } = knownError(log, error, request.id)
  void reply
    .code(status)
    .headers({ 'request-id': request.id, ...headers })
    .type('application/json')
    .send(errorEnvelope(type, message, request.id))
}
