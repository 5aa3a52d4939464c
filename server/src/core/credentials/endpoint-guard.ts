// The port that decides whether the vault's secrets may be sent to an address an operator has typed in.
import { DomainError } from '../admin/domain-error.ts'

export interface EndpointGuard {
  /** @returns why the address is denied, in words for the operator; null when it may be used. */
  denial(url: URL): Promise<string | null>
}

/** @throws DomainError `invalid` when secrets may not be sent there. */
export async function checkEndpoint(guard: EndpointGuard, endpointUrl: string | null): Promise<void> {
  if (endpointUrl === null) return
  const denial = await guard.denial(new URL(endpointUrl))
  if (denial !== null) throw new DomainError('invalid', `endpointUrl: ${denial}`)
}
