// A refusal on the control plane, in words for the operator. Transports decide what it looks like.

/** `upstream`: what the gateway had to ask elsewhere was refused or not answered. */
export type DomainErrorKind = 'not_found' | 'conflict' | 'invalid' | 'forbidden' | 'upstream'

export class DomainError extends Error {
  override name = 'DomainError'
  readonly kind: DomainErrorKind
  constructor(kind: DomainErrorKind, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.kind = kind
  }
}

export function required<T>(value: T | null, what: string): T {
  if (value === null) throw new DomainError('not_found', `${what} does not exist.`)
  return value
}
