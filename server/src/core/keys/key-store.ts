// The port for stored client keys: digests, never the keys themselves.
import type { PageRequest } from '../admin/page.ts'

export interface StoredKey {
  readonly id: string
  readonly projectId: string
  readonly name: string
  /** SHA-256 of the plain key. */
  readonly digest: Uint8Array
  readonly prefix: string
  readonly last4: string
  readonly createdAt: Date
  readonly expiresAt: Date | null
  readonly revokedAt: Date | null
}

export interface KeyStore {
  insert(key: StoredKey): Promise<void>
  get(id: string): Promise<StoredKey | null>
  revoke(id: string, at: Date): Promise<void>
  /** Up to `limit + 1`, newest first. */
  list(page: PageRequest & { readonly projectId?: string | undefined }): Promise<StoredKey[]>
  /** When each key was last used, from the request log. */
  lastUsed(ids: readonly string[]): Promise<ReadonlyMap<string, Date>>
}
