// The audit trail as a file: one JSON object per line, written as the database gives it.
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { auditFiltersSchema, type AuditEventView, type AuditFilters } from '@headgate/shared/audit'
import type { Actor } from '../../core/admin/actor.ts'
import { DomainError } from '../../core/admin/domain-error.ts'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import type { Logger } from '../../core/log.ts'
import { deny } from '../deny.ts'

const AUDIT_EXPORT_PATH = '/audit/export'

export interface AuditExportDeps {
  readonly identify: (request: FastifyRequest) => Promise<Actor | null>
  readonly exportAudit: (
    actor: Actor,
    filters: AuditFilters,
  ) => Promise<AsyncIterable<readonly AuditEventView[]>>
  readonly noteDenial: NoteDenial
  readonly log: Logger
}

export function registerAuditExport(app: FastifyInstance, deps: AuditExportDeps): void {
  app.get(AUDIT_EXPORT_PATH, { exposeHeadRoute: false }, async (request, reply) => {
    const actor = await deps.identify(request)
    if (!actor) return deny(reply, 401, 'Sign in first.')
    const filters = auditFiltersSchema.safeParse(request.query)
    if (!filters.success) {
      const { path, message } = filters.error.issues[0]!
      return deny(reply, 400, path.length > 0 ? `${path.join('.')}: ${message}` : message)
    }
    try {
      const batches = await deps.exportAudit(actor, filters.data)
      return await reply
        .type('application/x-ndjson')
        .header('content-disposition', 'attachment; filename="headgate-audit.jsonl"')
        .send(Readable.from(lines(batches), { objectMode: false }))
    } catch (error) {
      return fail(actor, error, request, reply, deps)
    }
  })
}

async function* lines(batches: AsyncIterable<readonly AuditEventView[]>): AsyncGenerator<string> {
  for await (const events of batches)
    if (events.length > 0) yield events.map((event) => `${JSON.stringify(event)}\n`).join('')
}

async function fail(
  actor: Actor,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  { noteDenial, log }: AuditExportDeps,
): Promise<FastifyReply> {
  if (error instanceof DomainError && error.kind === 'forbidden') {
    await noteDenial({
      actor,
      action: 'procedure.denied',
      target: { kind: 'procedure', id: 'audit.export' },
      details: { reason: error.message },
    })
    return deny(reply, 403, error.message)
  }
  log.error({ requestId: request.id, error }, 'the audit trail could not be exported')
  return deny(reply, 503, 'The database does not answer.')
}
