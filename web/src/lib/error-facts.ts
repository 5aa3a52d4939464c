// What there is to say about a failed call, whatever failed.
import { isTRPCClientError } from '@trpc/client'
import { errorReasonSchema, type ErrorReason } from '@headgate/shared/error-reason'
import { z } from 'zod'

export interface FieldIssue {
  /** Path of the field, joined by dots; empty for the whole input. */
  readonly path: string
  readonly message: string
}

export interface ErrorFacts {
  readonly code: string | null
  readonly message: string
  readonly requestId: string | null
  readonly issues: readonly FieldIssue[]
  /** What something can be done about; null for most errors. */
  readonly reason: ErrorReason | null
}

/** Something answered, but not in the form of the typed API: often a proxy in front of the gateway. */
export class StrangeResponse extends Error {
  constructor(status: number) {
    super(`The gateway answered with status ${status}.`)
  }
}

const dataSchema = z.object({
  code: z.string(),
  requestId: z.string().nullish(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).nullish(),
  reason: errorReasonSchema.nullish().catch(null),
})

const UNKNOWN = { code: null, requestId: null, issues: [], reason: null }

export function errorFacts(error: unknown): ErrorFacts {
  const data = isTRPCClientError(error) ? dataSchema.safeParse(error.data).data : undefined
  if (data) {
    const { code, requestId, issues, reason } = data
    const named = (issues ?? []).length > 0
    const about = code === 'BAD_REQUEST' && !named ? fieldIssue(messageOf(error)) : null
    return {
      code,
      message: about ? sentence(about.message) : messageOf(error),
      requestId: requestId ?? null,
      issues: about ? [about] : (issues ?? []),
      reason: reason ?? null,
    }
  }
  if (isTRPCClientError(error)) {
    const response = error.meta?.['response']
    const strange =
      response instanceof Response ? new StrangeResponse(response.status) : (error.cause as unknown)
    const message =
      strange instanceof StrangeResponse
        ? strange.message
        : 'The gateway does not answer. Check that it is running and that you can reach it.'
    return { ...UNKNOWN, message }
  }
  return { ...UNKNOWN, message: messageOf(error) }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

export function isUnauthorized(error: unknown): boolean {
  return errorFacts(error).code === 'UNAUTHORIZED'
}

const HOPELESS = new Set(['UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'BAD_REQUEST', 'CONFLICT'])

/** Whether asking once more could help. */
export function isWorthRetrying(error: unknown): boolean {
  const { code } = errorFacts(error)
  return code === null || !HOPELESS.has(code)
}

/** The gateway puts the name of the field before what is wrong with it. */
function fieldIssue(message: string): FieldIssue | null {
  const [, path, words] = /^([a-z]\w*): (.+)$/is.exec(message) ?? []
  return path !== undefined && words !== undefined ? { path, message: words } : null
}

/** `must be later` becomes `This must be later.` */
export function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  const said = /^(?:is|must|does|has|holds|lies|belongs) /.test(text) ? `This ${text}` : capital
  return /[.?]$/.test(said) ? said : `${said}.`
}
