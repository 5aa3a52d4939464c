// The kinds of procedure there are, and what their errors look like to a caller.
import { initTRPC, TRPCError } from '@trpc/server'
import { ZodError, type z } from 'zod'
import type { Role } from '@headgate/shared/system'
import type { Actor } from '../../core/admin/actor.ts'
import { DomainError, type DomainErrorKind } from '../../core/admin/domain-error.ts'
import type { UseCases } from './use-cases.ts'

export interface Context {
  /** Null for strangers. */
  readonly actor: Actor | null
  readonly address: string | null
  readonly requestId: string
  readonly use: UseCases
}

const t = initTRPC.context<Context>().create({
  // Otherwise stack traces would reach the browser whenever NODE_ENV is not "production".
  isDev: false,
  errorFormatter({ shape, error, ctx }) {
    const issues = error.cause instanceof ZodError ? error.cause.issues : null
    return {
      ...shape,
      message: issues ? issuesText(issues) : publicMessage(error),
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: shape.data.path,
        requestId: ctx?.requestId ?? null,
        issues: issues?.map(({ path, message }) => ({ path: path.join('.'), message })) ?? null,
      },
    }
  },
})

/** Zod quotes no values, so this cannot echo a secret. */
function issuesText(issues: readonly z.core.$ZodIssue[]): string {
  return issues
    .map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
}

function publicMessage(error: TRPCError): string {
  return error.code === 'INTERNAL_SERVER_ERROR' ? 'Something went wrong on the server.' : error.message
}

const CODES: Readonly<Record<DomainErrorKind, TRPCError['code']>> = {
  not_found: 'NOT_FOUND',
  conflict: 'CONFLICT',
  invalid: 'BAD_REQUEST',
  forbidden: 'FORBIDDEN',
}

const mapDomainErrors = t.middleware(async ({ next }) => {
  const result = await next()
  if (!result.ok && result.error.cause instanceof DomainError) {
    const { kind, message } = result.error.cause
    throw new TRPCError({ code: CODES[kind], message, cause: result.error.cause })
  }
  return result
})

function requireRole(roles: readonly Role[]) {
  return t.middleware(({ ctx, next }) => {
    if (!ctx.actor) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'Sign in first.' })
    if (!roles.includes(ctx.actor.role)) {
      throw new TRPCError({ code: 'FORBIDDEN', message: `The role '${ctx.actor.role}' may not do this.` })
    }
    return next({ ctx: { ...ctx, actor: ctx.actor } })
  })
}

/** A change is answered once it counts: the next call may come to the data plane right after. */
const applyChanges = t.middleware(async ({ ctx, next }) => {
  const result = await next()
  if (result.ok) await ctx.use.applyChanges()
  return result
})

export const { router } = t

/** For anyone, signed in or not. */
export const publicProcedure = t.procedure.use(mapDomainErrors)
/** For everybody who may look. */
export const readProcedure = publicProcedure.use(requireRole(['owner', 'admin', 'viewer']))
/** For those who may change things. */
export const changeProcedure = publicProcedure.use(requireRole(['owner', 'admin'])).use(applyChanges)
