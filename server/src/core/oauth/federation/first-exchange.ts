// A federation that was stored untried gets its first access token at once, by whoever stored it.
import type { Credential } from '../../credentials/credential.ts'
import type { Grants } from '../tokens/grants.ts'
import type { Refresher } from '../refresh/refresher.ts'

/**
 * Does not wait: whether it works is seen on the credential, and a call that comes before waits for it.
 * @returns why nothing can be asked for; null when it was, or for credentials of other kinds
 */
export type FirstExchange = (credential: Credential) => string | null

export function makeFirstExchange(deps: {
  readonly refresher: Pick<Refresher, 'refresh'>
  readonly grants: Pick<Grants, 'workload_identity'>
}): FirstExchange {
  return (credential) => {
    if (credential.method !== 'workload_identity' || credential.expiresAt !== null) return null
    void deps.refresher.refresh(credential.id, { kind: 'ahead' })
    return deps.grants.workload_identity.unavailable()
  }
}
