import { DomainError } from '../admin/domain-error.ts'
import type { EndpointGuard } from './endpoint-guard.ts'

/** @throws DomainError `invalid` when secrets may not be sent there. */
export async function checkEndpoint(guard: EndpointGuard, endpointUrl: string | null): Promise<void> {
  if (endpointUrl === null) return
  const denial = await guard.denial(new URL(endpointUrl))
  if (denial !== null) throw new DomainError('invalid', `endpointUrl: ${denial}`)
}
