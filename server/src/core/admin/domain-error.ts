// A denial on the control plane, in words for the operator. Transports decide what it looks like.
import type { ErrorReason } from '@headgate/shared/error-reason'

/** `upstream`: what the gateway had to ask elsewhere was rejected or not answered. */
export type DomainErrorKind = 'not_found' | 'conflict' | 'invalid' | 'forbidden' | 'upstream'

interface DomainErrorOptions {
  readonly cause?: unknown
  readonly reason?: ErrorReason
}

export class DomainError extends Error {
  override name = 'DomainError'
  readonly kind: DomainErrorKind
  /** For callers that do something about it. */
  readonly reason: ErrorReason | null
  constructor(kind: DomainErrorKind, message: string, { cause, reason }: DomainErrorOptions = {}) {
    super(message, { cause })
    this.kind = kind
    this.reason = reason ?? null
  }
}

export function required<T>(value: T | null, what: string): T {
  if (value === null) throw new DomainError('not_found', `${what} does not exist.`)
  return value
}
