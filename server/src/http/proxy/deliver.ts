// Hands the outcome of a call to its client: a success or an upstream's error as they are, the rest as an envelope.
import type { FastifyReply } from 'fastify'
import type { CallResult } from '../../core/routing/call-with-failover.ts'
import type { RawHeaders } from '../../core/upstream/raw-headers.ts'
import { gatewayHeaders } from '../answer-headers.ts'
import type { Ledger } from './steps/ledger.ts'
import { relay } from './steps/relay.ts'

/** @throws GatewayError where the gateway speaks for itself; the route's error handler writes it. */
export async function deliver(
  result: CallResult,
  reply: FastifyReply,
  signal: AbortSignal,
  ledger: Ledger,
): Promise<void> {
  const added = gatewayHeaders(reply.request.id, result.candidate)
  switch (result.kind) {
    case 'answered': {
      const { answer } = result
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
      throw result.error
    case 'failed': {
      const { answer, reason } = result.failure
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
    }
  }
}

function withHeaders(upstream: RawHeaders, added: Readonly<Record<string, string>>): string[] {
  return [...upstream, ...Object.entries(added).flat()]
}
