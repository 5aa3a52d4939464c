// Hands the result of a call to its client: a success or an upstream's error as they are, the rest as an envelope.
import type { CallResult } from '../routing/call-with-failover.ts'
import type { RawHeaders } from '../upstream/raw-headers.ts'
import type { CallEnd, CallFacts } from './call-facts.ts'
import type { Clock } from '../clock.ts'
import type { ClientCall } from './client-call.ts'
import { gatewayHeaders } from './gateway-headers.ts'

/** What the gateway answers without an upstream, as JSON. */
export interface LocalResponse {
  readonly kind: 'local'
  readonly status: number
  readonly value: object
}

export type Served = CallResult | LocalResponse

/** @throws ClientClosedError when the client left first. */
export async function deliver(
  call: ClientCall,
  served: Served,
  facts: CallFacts,
  clock: Clock,
): Promise<CallEnd> {
  const onFirstByte = () => void (facts.firstByteAtMs = clock.monotonicMs())
  if (served.kind === 'local') {
    await call.respond({ kind: 'json', status: served.status, value: served.value }, onFirstByte)
    return { kind: 'local', status: served.status }
  }
  facts.chosen = served
  const added = gatewayHeaders(call.requestId, served.candidate)
  switch (served.kind) {
    case 'answered':
      return deliverResponse(call, served, added, facts, onFirstByte)
    case 'not_sent':
      await call.respond({ kind: 'error', error: served.error, headers: added }, onFirstByte)
      return { kind: 'denied', error: served.error }
    case 'failed': {
      const { answer } = served.failure
      await call.respond(
        answer.kind === 'gateway'
          ? { kind: 'error', error: answer.error, headers: added }
          : { ...answer, kind: 'bytes', headers: withHeaders(answer.headers, added) },
        onFirstByte,
      )
      return { kind: 'failed', failure: served.failure }
    }
  }
}

async function deliverResponse(
  call: ClientCall,
  { response, finished }: Extract<Served, { kind: 'answered' }>,
  added: Readonly<Record<string, string>>,
  facts: CallFacts,
  onFirstByte: () => void,
): Promise<CallEnd> {
  facts.response = response
  const { status, streamed, body } = response
  const headers = withHeaders(response.headers, added)
  try {
    await call.respond({ kind: 'stream', status, streamed, body, headers }, onFirstByte)
  } catch (error) {
    response.abandon()
    // The attempt is on record before the call is.
    const end = await finished
    if (call.signal.aborted || end.kind === 'unread') throw error
    return { kind: 'answered', response, end }
  }
  return { kind: 'answered', response, end: await finished }
}

function withHeaders(upstream: RawHeaders, added: Readonly<Record<string, string>>): string[] {
  return [...upstream, ...Object.entries(added).flat()]
}
