// How large a body may be: what the most generous provider of a project takes.
import type { RoutedProject } from '../routing/gateway-state.ts'
import { MAX_BODY_BYTES, type Candidate } from '../upstream/provider.ts'

/**
 * In bytes. A project without a credential is told so, whatever it sends.
 * @param own the caller's own credential, which then serves alone
 */
export function bodyLimit({ pool }: Pick<RoutedProject, 'pool'>, own: Candidate | null = null): number {
  if (own) return MAX_BODY_BYTES[own.credential.provider]
  const limits = pool.map(({ candidate }) => MAX_BODY_BYTES[candidate.credential.provider])
  return Math.max(...(limits.length > 0 ? limits : Object.values(MAX_BODY_BYTES)))
}
