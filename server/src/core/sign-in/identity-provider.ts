// The port to an identity provider: where to send the browser, and who came back.

export interface Identity {
  /** The provider: it alone knows whom its subjects name. */
  readonly issuer: string
  /** Stable and unique at the provider. */
  readonly subject: string
  readonly email: string | null
  readonly emailVerified: boolean
  readonly name: string | null
  readonly groups: readonly string[]
}

/** Kept by the browser that began, sealed. */
export interface BegunSignIn {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface IdentityProvider {
  begin(): Promise<BegunSignIn & { readonly url: string }>
  /** @throws when the answer is not one to `begun`, or the provider does not confirm it. */
  complete(query: string, begun: BegunSignIn): Promise<Identity>
}
