// The port for the credentials of automation: digests, never what is presented.
import type { PageRequest } from '../admin/page.ts'

export interface StoredApiToken {
  readonly id: string
  readonly name: string
  /** SHA-256. */
  readonly digest: Uint8Array
  readonly prefix: string
  readonly last4: string
  readonly role: 'admin' | 'viewer'
  readonly madeBy: { readonly id: string | null; readonly name: string }
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly revokedAt: Date | null
  readonly lastUsedAt: Date | null
}

export interface ApiTokenStore {
  insert(token: StoredApiToken): Promise<void>
  get(id: string): Promise<StoredApiToken | null>
  findByDigest(digest: Uint8Array): Promise<StoredApiToken | null>
  /** Up to `limit + 1`, newest first. */
  list(page: PageRequest): Promise<StoredApiToken[]>
  revoke(id: string, at: Date): Promise<void>
  /** @returns the ids of those that worked until now. */
  revokeAllOf(madeBy: string, at: Date): Promise<string[]>
  noteUse(id: string, at: Date): Promise<void>
}
