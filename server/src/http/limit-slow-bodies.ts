// How long the body of a request may take where nothing large is uploaded: strangers must not hold connections for an hour.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errorEnvelope } from '../core/wire/anthropic-error.ts'
import { mayHaveBody, readsOwnBody } from './request-path.ts'

const BODY_TIMEOUT_MS = 30_000

/** The data plane sees to its own bodies, which are large and come from those who have a key. */
export function limitSlowBodies(app: FastifyInstance, timeoutMs = BODY_TIMEOUT_MS): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (!readsOwnBody(request) && mayHaveBody(request)) giveUpAfter(timeoutMs, request, reply)
    done()
  })
}

function giveUpAfter(timeoutMs: number, { raw }: FastifyRequest, reply: FastifyReply): void {
  const timer = setTimeout(() => {
    if (raw.complete) return
    // Answered without waiting for it: what still comes is of no use to anybody.
    if (reply.raw.writableEnded) raw.destroy()
    else if (!reply.raw.headersSent) deny(reply)
  }, timeoutMs)
  const forget = () => clearTimeout(timer)
  raw.once('end', forget).once('close', forget)
}

/** Written past the framework, which still waits for the body. */
function deny(reply: FastifyReply): void {
  const { id } = reply.request
  const body = errorEnvelope('timeout_error', 'The request did not arrive in time.', id)
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value)
  reply.raw.writeHead(408, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'request-id': id,
    connection: 'close',
  })
  reply.raw.end(body)
}
