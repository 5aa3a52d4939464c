// The port that decides whether the vault's secrets may be sent to an address an operator has typed in.

export interface EndpointGuard {
  /** @returns why the address is denied, in words for the operator; null when it may be used. */
  denial(url: URL): Promise<string | null>
}
