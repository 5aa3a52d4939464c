// Writes the errors that the gateway makes, in the shape that the clients of a path read.
import type { FastifyReply } from 'fastify'
import { redactText } from '../../core/redaction/redact.ts'
import { errorEnvelope, type GatewayError } from '../../core/wire/anthropic-error.ts'
import { AWS_ERROR_TYPE_HEADER, AWS_SHAPES } from '../../core/wire/aws-error.ts'

export type SendError = (reply: FastifyReply, error: GatewayError) => void

/** Anthropic's envelope. */
export const sendAnthropicError: SendError = (reply, { status, type, message, headers }) => {
  const { id } = reply.request
  void reply
    .code(status)
    .headers({ 'request-id': id, ...headers })
    .type('application/json')
    .send(errorEnvelope(type, message, id))
}

/** AWS's `{"message": ...}` with the name of an exception in a header. */
export const sendAwsError: SendError = (reply, { type, status, message, headers }) => {
  const shape = AWS_SHAPES[type]
  void reply
    .code(shape.status ?? status)
    .headers({
      'x-amzn-requestid': reply.request.id,
      [AWS_ERROR_TYPE_HEADER]: shape.exception,
      ...headers,
    })
    .type('application/json')
    .send(JSON.stringify({ message: redactText(message) }))
}
