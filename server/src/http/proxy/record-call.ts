// The frame around every proxied call: its caller is known first, and however it ends, one record comes of it.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import type { RequestRecord } from '../../core/requests/request-record.ts'
import type { RawHeaders } from '../../core/upstream/raw-headers.ts'
import { pathOf } from '../request-path.ts'
import { deliver, type Served } from './deliver.ts'
import { noteDeniedKey } from './note-denied-key.ts'
import { authenticate, type AuthenticateDeps, type Caller } from './steps/authenticate.ts'
import { watchClient } from './steps/client-closed.ts'
import { openLedger, type Ledger } from './steps/ledger.ts'

export interface RecordCallDeps extends AuthenticateDeps {
  readonly settle: (record: RequestRecord) => void
  readonly noteDenial: NoteDenial
}

/** A call of someone we know, being served. */
export interface OpenCall {
  readonly request: FastifyRequest
  readonly caller: Caller
  readonly headers: RawHeaders
  /** Aborts when the client leaves. */
  readonly signal: AbortSignal
  readonly ledger: Ledger
}

/** @param serve reads, decides and asks upstream; what it throws is the client's answer */
export function recordCall(deps: RecordCallDeps, serve: (call: OpenCall) => Promise<Served>) {
  return async function handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const ledger = openLedger(request.id, `${request.method} ${pathOf(request.raw.url)}`, deps.now)
    const client = watchClient(reply.raw)
    const headers = request.raw.rawHeaders
    let served: Served | null = null
    try {
      const caller = authenticate(deps, headers, (denied) => noteDeniedKey(deps.noteDenial, request, denied))
      ledger.identified(caller, headers)
      served = await serve({ request, caller, headers, signal: client.signal, ledger })
      await deliver(served, reply, client.signal, ledger)
    } catch (error) {
      ledger.threw(error)
      // Once the head is out, the connection has been dealt with and there is nobody to answer.
      if (!reply.sent) throw error
    } finally {
      client.release()
      if (served?.kind === 'answered') ledger.ended(served.settle())
      const record = ledger.close()
      if (record) deps.settle(record)
    }
  }
}
