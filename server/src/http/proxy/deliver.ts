// Hands the outcome of a call to its client: a success or an upstream's error as they are, the rest as an envelope.
import type { FastifyReply } from 'fastify'
import type { CallResult } from '../../core/routing/call-with-failover.ts'
import type { RawHeaders } from '../../core/upstream/raw-headers.ts'
import { gatewayHeaders } from '../answer-headers.ts'
import type { Ledger } from './steps/ledger.ts'
import { closeIfStalled, relay } from './steps/relay.ts'

/** `own` is what the gateway answers itself, as JSON. */
export type Served = CallResult | { readonly kind: 'own'; readonly status: number; readonly value: object }

/** @throws GatewayError where the gateway speaks for itself; the route's error handler writes it. */
export async function deliver(
  served: Served,
  reply: FastifyReply,
  signal: AbortSignal,
  ledger: Ledger,
): Promise<void> {
  if (served.kind === 'own') {
    ledger.answeredHere(served.status)
    const { id } = reply.request
    const body = Buffer.from(JSON.stringify(served.value))
    await reply.code(served.status).headers({ 'request-id': id }).type('application/json').send(body)
    return
  }
  ledger.served(served)
  const added = gatewayHeaders(reply.request.id, served.candidate)
  switch (served.kind) {
    case 'answered': {
      const { answer } = served
      ledger.answering(answer)
      reply.hijack()
      return relay(
        reply.raw,
        { ...answer, headers: withHeaders(answer.headers, added) },
        signal,
        ledger.firstByte,
      )
    }
    case 'refused':
      reply.headers(added)
      throw served.error
    case 'failed': {
      const { answer, reason } = served.failure
      if (answer.kind === 'gateway') {
        ledger.failed({
          status: answer.error.status,
          outcome: 'upstream_error',
          errorType: answer.error.type,
          message: reason,
        })
        reply.headers(added)
        throw answer.error
      }
      ledger.failed({
        status: answer.status,
        outcome: 'upstream_error',
        errorType: answer.errorType,
        message: reason,
      })
      reply.hijack()
      reply.raw.writeHead(answer.status, withHeaders(answer.headers, added)).end(answer.body)
      closeIfStalled(reply.raw)
    }
  }
}

function withHeaders(upstream: RawHeaders, added: Readonly<Record<string, string>>): string[] {
  return [...upstream, ...Object.entries(added).flat()]
}
