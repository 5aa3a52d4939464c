// What the data plane knows of keys, projects and credentials: one consistent picture, read ahead of the requests.
import type { RoutingStrategy } from '@headgate/shared/projects'
import type { Credential } from '../credentials/credential.ts'
import type { EnvelopeCount } from '../vault/resealer.ts'
import type { CredentialHealth } from './health-book.ts'
import type { UnsupportedParameter } from '../models/compatibility-cache.ts'
import type { ModelOverride } from '../models/model-override.ts'
import type { VaultCandidate } from '../upstream/provider.ts'

export interface ClientKey {
  readonly id: string
  /** SHA-256 of the plain key. */
  readonly digest: Uint8Array
  readonly projectId: string
  readonly name: string
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

export interface PoolMember {
  readonly candidate: VaultCandidate
  /** Lower is tried first. */
  readonly priority: number
  readonly weight: number
}

export interface RoutedProject {
  readonly id: string
  readonly slug: string
  readonly enabled: boolean
  readonly strategy: RoutingStrategy
  /** May use the shared state of an upstream workspace that other projects use too. */
  readonly workspaceAccess: boolean
  /** Its callers may bring their own Anthropic credential. */
  readonly passThrough: boolean
  readonly pool: readonly PoolMember[]
}

export interface GatewayState {
  /** All there are, also those that are denied, by the first bytes of their digest (see `digestBucket`). */
  readonly keys: ReadonlyMap<number, readonly ClientKey[]>
  readonly projects: ReadonlyMap<string, RoutedProject>
  readonly overrides: readonly ModelOverride[]
}

/** Finds the few keys that are then compared in constant time. */
export function digestBucket(digest: Uint8Array): number {
  return new DataView(digest.buffer, digest.byteOffset, digest.byteLength).getUint32(0)
}

/** One consistent look at the database. */
export interface LoadedState {
  readonly state: GatewayState
  readonly health: ReadonlyMap<string, CredentialHealth>
  readonly learned: readonly UnsupportedParameter[]
  /** Grows with every change to what was read. */
  readonly version: string
  /** All of them, in a pool or not. */
  readonly credentials: readonly Credential[]
  readonly envelopes: readonly EnvelopeCount[]
  /** Credentials whose secret no key at hand opens; they are in no pool. */
  readonly unreadable: readonly UnreadableSecret[]
}

export interface UnreadableSecret {
  readonly accountId: string
  readonly error: unknown
}

export interface GatewayStateSource {
  load(): Promise<LoadedState>
  version(): Promise<string>
}
