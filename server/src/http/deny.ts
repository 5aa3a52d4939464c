// How a route that is neither the data plane's nor the typed API's says no: in Anthropic's envelope.
import type { FastifyReply } from 'fastify'
import { errorEnvelope, errorTypeOfStatus } from '../core/wire/anthropic-error.ts'

export function deny(reply: FastifyReply, status: number, message: string): FastifyReply {
  const { id } = reply.request
  return reply
    .code(status)
    .header('request-id', id)
    .type('application/json')
    .send(errorEnvelope(errorTypeOfStatus(status) ?? 'api_error', message, id))
}
