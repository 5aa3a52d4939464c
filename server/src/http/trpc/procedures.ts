// The kinds of procedure there are, and what their errors look like to a caller.
import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError, type z } from 'zod'
import type { ErrorReason } from '@headgate/shared/error-reason'
import type { Role } from '@headgate/shared/system'
import type { Actor } from '../../core/admin/actor.ts'
import { redactText } from '../../core/redaction/redact.ts'
import { DomainError, type DomainErrorKind } from '../../core/admin/domain-error.ts'
import type { NoteDenial } from '../../core/audit/note-denial.ts'
import { strangerAt } from '../../core/audit/audit-log.ts'
import type { ControlPlanePorts } from '../../core/control-plane-ports.ts'
import type { UseCases } from '../../core/use-cases.ts'

export interface Context {
  /** Null for strangers. */
  readonly identify: () => Promise<Actor | null>
  readonly isDatabaseUp: () => Promise<boolean>
  readonly address: string | null
  readonly requestId: string
  readonly ports: ControlPlanePorts
  readonly use: UseCases
  readonly noteDenial: NoteDenial
  /** Whether one more call of what is open to everybody is answered; asked once for all of a batch. */
  readonly admitOpenCall: () => boolean
  /** Whether one more stranger is told that they are one; likewise. */
  readonly admitStranger: () => boolean
}

const t = initTRPC.context<Context>().create({
  // Otherwise stack traces would reach the browser whenever NODE_ENV is not "production".
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const issues = error.cause instanceof ZodError ? error.cause.issues : null
    return {
      ...shape,
      message: issues ? issuesText(issues) : redactText(publicMessage(error)),
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        requestId: ctx?.requestId ?? null,
        reason: reasonOf(error.cause),
        issues:
          issues?.map(({ path, message }) => ({ path: path.join('.'), message: redactText(message) })) ??
          null,
      },
    }
  },
})

function reasonOf(cause: unknown): ErrorReason | null {
  return cause instanceof DomainError ? cause.reason : null
}

function issuesText(issues: readonly z.core.$ZodIssue[]): string {
  return issues.map(issueText).join('; ')
}

/** Only the words may hold what was sent; `secretAccessKey: is ...` would look like a secret itself. */
function issueText({ path, message }: z.core.$ZodIssue): string {
  const words = redactText(message)
  return path.length > 0 ? `${path.join('.')}: ${words}` : words
}

function publicMessage(error: TRPCError): string {
  if (error.code === 'INTERNAL_SERVER_ERROR') return 'Something went wrong on the server.'
  // The parser's own words quote the input.
  return error.code === 'PARSE_ERROR' ? 'The input is not valid JSON.' : error.message
}

const CODES: Readonly<Record<DomainErrorKind, TRPCError['code']>> = {
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  invalid: 'BAD_REQUEST',
  forbidden: 'FORBIDDEN',
  upstream: 'BAD_GATEWAY',
}

const mapErrors = t.middleware(async ({ ctx, next }) => {
  const result = await next()
  if (result.ok) return result
  const { code, cause } = result.error
  if (cause instanceof DomainError) {
    throw new TRPCError({ code: CODES[cause.kind], message: cause.message, cause })
  }
  if (code === 'INTERNAL_SERVER_ERROR' && !(await ctx.isDatabaseUp())) {
    throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'The database does not answer.', cause })
  }
  return result
})

/**
 * What somebody was not allowed to do is worth knowing, also that they guess, or ask too often; that nobody was signed in
 * is not.
 */
const noteDenied = t.middleware(async ({ ctx, path, next }) => {
  const result = await next()
  if (result.ok || !isDenial(result.error)) return result
  const actor = await ctx.identify()
  if (actor === null && result.error.code === 'TOO_MANY_REQUESTS') return result
  await ctx.noteDenial({
    actor: actor ?? strangerAt(ctx.address),
    action: 'procedure.denied',
    target: { kind: 'procedure', id: path },
    details: { reason: result.error.message },
  })
  return result
})

function isDenial({ code, cause }: TRPCError): boolean {
  return code === 'FORBIDDEN' || code === 'TOO_MANY_REQUESTS' || reasonOf(cause) === 'wrong_code'
}

const tooMany = () =>
  new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'Too many requests. Wait a minute.' })

const limitOpenCalls = t.middleware(({ ctx, next }) => {
  if (!ctx.admitOpenCall()) throw tooMany()
  return next()
})

function requireRole(roles: readonly Role[]) {
  return t.middleware(async ({ ctx, next }) => {
    const actor = await ctx.identify()
    if (!actor && !ctx.admitStranger()) throw tooMany()
    if (!actor) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' })
    if (!roles.includes(actor.role)) {
      throw new TRPCError({ code: 'FORBIDDEN', message: `The role '${actor.role}' may not do this.` })
    }
    return next({ ctx: { ...ctx, actor } })
  })
}

/** A change is answered once it counts: the next call may come to the data plane right after. */
const applyChanges = t.middleware(async ({ ctx, next }) => {
  const result = await next()
  if (result.ok) await ctx.use.applyChanges()
  return result
})

export const { router } = t

const procedure = t.procedure.use(noteDenied).use(mapErrors)
/** For anyone, signed in or not. */
export const publicProcedure = procedure.use(limitOpenCalls)
/** For everybody who may look. */
export const readProcedure = procedure.use(requireRole(['owner', 'admin', 'viewer']))
/** For those who may change things. */
export const changeProcedure = procedure.use(requireRole(['owner', 'admin'])).use(applyChanges)
/** For what only an owner decides: who may do what, and the key that everything is sealed with. */
export const ownerProcedure = procedure.use(requireRole(['owner'])).use(applyChanges)
/** For people on their own behalf; automation has neither sessions nor a password. */
export const personProcedure = readProcedure.use(async ({ ctx, next }) => {
  const { actor } = ctx
  if (actor.kind !== 'user' || actor.id === null)
    throw new TRPCError({ code: 'FORBIDDEN', message: 'This is for people who have signed in.' })
  return next({ ctx: { ...ctx, actor: { ...actor, kind: 'user' as const, id: actor.id } } })
})
