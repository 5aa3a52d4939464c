// Why a signature is rejected. Services of AWS name the same problem differently, so each maps the kind itself.

export type SignatureProblemKind = 'incomplete' | 'mismatch' | 'unknown_key' | 'expired_key'

export class SignatureProblem extends Error {
  readonly kind: SignatureProblemKind
  constructor(kind: SignatureProblemKind, message: string) {
    super(message)
    this.kind = kind
  }
}
