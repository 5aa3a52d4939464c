// The port that signs requests to AWS with the identity of an `iam` credential (Signature Version 4).
import type { BedrockIamCredential, IamSecret } from '../credentials/credential.ts'
import type { HttpRequest } from './transport.ts'

/** Signing name: of bedrock-runtime and the control plane, and of bedrock-mantle. */
export type AwsService = 'bedrock' | 'bedrock-mantle'

export interface IamCandidate {
  readonly credential: BedrockIamCredential
  readonly secret: IamSecret
}

/** No identity can be had: no keys on this machine, a role that may not be assumed, STS out of reach. */
export class AwsIdentityError extends Error {
  override name = 'AwsIdentityError'
  /** Whether it is about the credential itself; otherwise the same may work in a moment. */
  readonly isRejected: boolean
  constructor(message: string, options: { isRejected: boolean; cause?: unknown }) {
    super(message, { cause: options.cause })
    this.isRejected = options.isRejected
  }
}

export interface AwsSigner {
  /**
   * The request with the headers that sign it, for one attempt: a signature is never used twice.
   * @throws AwsIdentityError
   */
  sign(
    request: HttpRequest & { readonly body: Uint8Array | null },
    candidate: IamCandidate,
    service: AwsService,
    signal: AbortSignal,
  ): Promise<HttpRequest>
  /**
   * AWS rejected the identity: the next signature uses a fresh one.
   * @returns false when there is no other, because the keys were given.
   */
  renew(candidate: IamCandidate): boolean
}
