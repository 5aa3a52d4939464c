// Hands the outcome of a call to its client: a success or an upstream's error as they are, the rest as an envelope.
import type { FastifyReply } from 'fastify'
import type { CallResult } from '../../core/routing/call-with-failover.ts'
import type { UpstreamFailure } from '../../core/upstream/failure.ts'
import type { RawHeaders } from '../../core/upstream/raw-headers.ts'
import { gatewayHeaders } from '../answer-headers.ts'
import type { Ending, Ledger } from './steps/ledger.ts'
import { closeIfStalled, relay } from './steps/relay.ts'

/** What the gateway answers itself, as JSON. */
interface LocalResponse {
  readonly kind: 'own'
  readonly status: number
  readonly value: object
}

export type Served = CallResult | LocalResponse

/** @throws GatewayError where the gateway speaks for itself; the route's error handler writes it. */
export async function deliver(
  served: Served,
  reply: FastifyReply,
  signal: AbortSignal,
  ledger: Ledger,
): Promise<void> {
  if (served.kind === 'own') return deliverLocal(served, reply, ledger)
  ledger.served(served)
  const added = gatewayHeaders(reply.request.id, served.candidate)
  switch (served.kind) {
    case 'answered': {
      const { answer } = served
      const headers = withHeaders(answer.headers, added)
      ledger.answering(answer)
      reply.hijack()
      return relay(reply.raw, { ...answer, headers }, signal, ledger.firstByte)
    }
    case 'not_sent':
      reply.headers(added)
      throw served.error
    case 'failed': {
      const { answer } = served.failure
      ledger.failed(endingOf(served.failure))
      if (answer.kind === 'gateway') {
        reply.headers(added)
        throw answer.error
      }
      reply.hijack()
      reply.raw.writeHead(answer.status, withHeaders(answer.headers, added)).end(answer.body)
      closeIfStalled(reply.raw)
    }
  }
}

async function deliverLocal(
  { status, value }: LocalResponse,
  reply: FastifyReply,
  ledger: Ledger,
): Promise<void> {
  ledger.answeredHere(status)
  const body = Buffer.from(JSON.stringify(value))
  await reply.code(status).headers({ 'request-id': reply.request.id }).type('application/json').send(body)
}

function endingOf({ answer, reason }: UpstreamFailure): Ending {
  const { status, errorType } =
    answer.kind === 'gateway' ? { status: answer.error.status, errorType: answer.error.type } : answer
  return { status, outcome: 'upstream_error', errorType, message: reason }
}

function withHeaders(upstream: RawHeaders, added: Readonly<Record<string, string>>): string[] {
  return [...upstream, ...Object.entries(added).flat()]
}
