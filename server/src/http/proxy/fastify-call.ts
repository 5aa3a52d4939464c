// A request of Fastify as the data plane sees it: bytes in, bytes out, errors in the shape of its scope.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ClientCall, ClientResponse, RequestBody } from '../../core/data-plane/client-call.ts'
import { originForm } from '../../core/data-plane/request-path.ts'
import type { ContentCodings } from '../../core/wire/content-codings.ts'
import type { BodyBudget } from './body-budget.ts'
import { readBody } from './read-body.ts'
import { closeIfStalled, relay } from './relay.ts'
import type { SendError } from './send-error.ts'
import { streamBody } from './stream-body.ts'

export interface FastifyEdge {
  readonly budget: BodyBudget
  readonly codings: ContentCodings
  readonly sendError: SendError
}

export function fastifyCall(
  request: FastifyRequest,
  reply: FastifyReply,
  signal: AbortSignal,
  edge: FastifyEdge,
): ClientCall {
  return {
    requestId: request.id,
    method: request.method,
    url: originForm(request.raw.url),
    rawHeaders: request.raw.rawHeaders,
    address: request.ip,
    signal,
    readBody: (maxBytes) => readWhole(request, edge, maxBytes),
    streamBody: () => streamBody(request.raw),
    respond: (response, onFirstByte) => respond(reply, response, signal, onFirstByte, edge.sendError),
  }
}

async function readWhole(
  request: FastifyRequest,
  { budget, codings }: FastifyEdge,
  maxBytes: number,
): Promise<RequestBody> {
  const share = budget.open()
  try {
    const body = await readBody(request.raw, { budget: share, codings }, maxBytes)
    return { ...body, release: share.release }
  } catch (error) {
    share.release()
    throw error
  }
}

async function respond(
  reply: FastifyReply,
  response: ClientResponse,
  signal: AbortSignal,
  onFirstByte: () => void,
  sendError: SendError,
): Promise<void> {
  switch (response.kind) {
    case 'stream':
      reply.hijack()
      return relay(reply.raw, response, signal, onFirstByte)
    case 'bytes':
      reply.hijack()
      reply.raw.writeHead(response.status, [...response.headers]).end(response.body)
      return closeIfStalled(reply.raw)
    case 'json': {
      const body = Buffer.from(JSON.stringify(response.value))
      await reply
        .code(response.status)
        .headers({ 'request-id': reply.request.id })
        .type('application/json')
        .send(body)
      return
    }
    case 'error':
      return sendError(reply.headers(response.headers), response.error)
  }
}
