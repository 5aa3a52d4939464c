// The frame around every call of the data plane: its caller is known first, and however it ends, one record is made of it.
import type { NoteDenial } from '../audit/note-denial.ts'
import type { Logger } from '../log.ts'
import { GatewayError } from '../wire/anthropic-error.ts'
import type { RequestRecord } from '../requests/request-record.ts'
import { authenticate, type AuthenticatePorts, type Caller } from './authenticate.ts'
import { openFacts, type CallEnd, type CallFacts } from './call-facts.ts'
import type { Clock } from '../clock.ts'
import { ClientClosedError, type ClientCall } from './client-call.ts'
import { deliver, type Served } from './deliver.ts'
import { noteDeniedKey } from './note-denied-key.ts'
import { requestRecord } from './request-record.ts'

export interface ServeCallPorts extends Omit<AuthenticatePorts, 'now'> {
  readonly clock: Clock
  readonly noteDenial: NoteDenial
  readonly record: (record: RequestRecord) => void
  /** Hears of a call that goes to an upstream: what becomes of it if it never ends. */
  readonly begun: (record: RequestRecord) => void
  readonly log: Logger
}

/** A call of a caller who is known. */
export interface KnownCall {
  readonly call: ClientCall
  readonly caller: Caller
  /** What is learned on the way, for the record. */
  readonly facts: CallFacts
}

/** One kind of call: reads, decides and asks upstream. @throws GatewayError, which the client is answered with */
export type Serve = (known: KnownCall) => Promise<Served>

/** Serves a client that has to show a project key. Never rejects. */
export async function serveCall(ports: ServeCallPorts, call: ClientCall, serve: Serve): Promise<void> {
  const facts = openFacts(ports.clock, (sent) => {
    const record = requestRecord(call, sent, { kind: 'killed' }, ports.clock)
    if (record) ports.begun(record)
  })
  const end = await answer(call, facts, ports.clock, () => {
    const caller = authenticate({ ...ports, now: ports.clock.now }, call.rawHeaders, (denied) =>
      noteDeniedKey(ports.noteDenial, call, denied),
    )
    facts.caller = caller
    return serve({ call, caller, facts })
  }).catch((error: unknown) => endOf(ports.log, call, error))
  const record = requestRecord(call, facts, end, ports.clock)
  if (record) ports.record(record)
}

/**
 * Serves somebody who is known without a key: the gateway's own checks of a credential. Nothing is recorded.
 * Rejects when the call is aborted or on a defect.
 */
export async function serveKnown(
  clock: Clock,
  call: ClientCall,
  caller: Caller,
  serve: Serve,
): Promise<CallEnd> {
  const facts = openFacts(clock)
  facts.caller = caller
  return answer(call, facts, clock, () => serve({ call, caller, facts }))
}

async function answer(
  call: ClientCall,
  facts: CallFacts,
  clock: Clock,
  serve: () => Promise<Served>,
): Promise<CallEnd> {
  try {
    return await deliver(call, await serve(), facts, clock)
  } catch (error) {
    if (!(error instanceof GatewayError) || call.signal.aborted) throw error
    return deny(call, error)
  }
}

async function deny(call: ClientCall, error: GatewayError): Promise<CallEnd> {
  await call.respond({ kind: 'error', error, headers: {} }, () => undefined)
  return { kind: 'denied', error }
}

/** The client left, or something happened that nobody expected. */
async function endOf(log: Logger, call: ClientCall, error: unknown): Promise<CallEnd> {
  if (error instanceof ClientClosedError || call.signal.aborted) return { kind: 'client_left' }
  log.error({ requestId: call.requestId, error }, 'a call failed unexpectedly')
  return deny(call, new GatewayError('api_error', 'Internal error'))
}
