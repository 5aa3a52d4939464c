// Credentials for automation: made by owners, shown once, void at a date.
import {
  API_TOKEN_PREFIX,
  type ApiTokenView,
  type CreateApiToken,
  type CreatedApiToken,
} from '@headgate/shared/api-tokens'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import { pageOf, timeCursor, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores, Transact } from '../admin/unit-of-work.ts'
import type { StoredApiToken } from './api-token-store.ts'
import { requireStillOwner } from './still-owner.ts'

const LONGEST_LIFE_MS = 366 * 24 * 60 * 60_000
/** A busy script does not write a row with each call. */
const NOTE_EVERY_MS = 60_000

export interface ApiTokenDeps {
  readonly transact: Transact
  readonly read: ReadStores
  readonly randomKeyPart: () => string
  readonly digest: (text: string) => Uint8Array
  readonly newId: () => string
  readonly now: () => Date
}

function viewOf(stored: StoredApiToken): ApiTokenView {
  const { id, name, role, prefix, last4, madeBy } = stored
  return {
    id,
    name,
    role,
    prefix,
    last4,
    createdBy: madeBy.name,
    createdAt: stored.createdAt.toISOString(),
    expiresAt: stored.expiresAt.toISOString(),
    revokedAt: stored.revokedAt?.toISOString() ?? null,
    lastUsedAt: stored.lastUsedAt?.toISOString() ?? null,
  }
}

/** @throws DomainError `invalid` when it would expire in the past, or in more than a year. */
export function makeCreateApiToken({ transact, randomKeyPart, digest, newId, now }: ApiTokenDeps) {
  return async function createApiToken(actor: Actor, input: CreateApiToken): Promise<CreatedApiToken> {
    const createdAt = now()
    const expiresAt = new Date(input.expiresAt)
    const lifeMs = expiresAt.getTime() - createdAt.getTime()
    if (lifeMs <= 0) throw new DomainError('invalid', 'expiresAt: lies in the past.')
    if (lifeMs > LONGEST_LIFE_MS) throw new DomainError('invalid', 'expiresAt: is more than a year away.')
    const token = `${API_TOKEN_PREFIX}${randomKeyPart()}`
    const stored: StoredApiToken = {
      id: newId(),
      name: input.name,
      role: input.role,
      digest: digest(token),
      prefix: token.slice(0, API_TOKEN_PREFIX.length + 4),
      last4: token.slice(-4),
      madeBy: { id: actor.id, name: actor.name },
      createdAt,
      expiresAt,
      revokedAt: null,
      lastUsedAt: null,
    }
    await transact(async (stores) => {
      const { apiTokens, audit } = stores
      await requireStillOwner(stores, actor)
      await apiTokens.insert(stored)
      const { id, name, role, prefix, last4 } = stored
      await audit.append({
        actor,
        action: 'api_token.create',
        target: { kind: 'api_token', id },
        before: null,
        after: { name, role, prefix, last4, expiresAt: expiresAt.toISOString() },
      })
    })
    return { ...viewOf(stored), token }
  }
}

export function makeListApiTokens({ read }: Pick<ApiTokenDeps, 'read'>) {
  return async function listApiTokens(request: PageRequest): Promise<Page<ApiTokenView>> {
    const rows = await read(({ apiTokens }) => apiTokens.list(request))
    const { items, nextCursor } = pageOf(rows, request.limit, ({ createdAt, id }) =>
      timeCursor({ at: createdAt, id }),
    )
    return { items: items.map(viewOf), nextCursor }
  }
}

/** Revoking twice keeps the first time. @throws DomainError `not_found`. */
export function makeRevokeApiToken({ transact, now }: Pick<ApiTokenDeps, 'transact' | 'now'>) {
  return async function revokeApiToken(actor: Actor, { id }: { id: string }): Promise<ApiTokenView> {
    return transact(async ({ apiTokens, audit }) => {
      const stored = required(await apiTokens.get(id), 'The API token')
      const revokedAt = stored.revokedAt ?? now()
      await apiTokens.revoke(id, revokedAt)
      await audit.append({
        actor,
        action: 'api_token.revoke',
        target: { kind: 'api_token', id },
        before: { name: stored.name, revokedAt: stored.revokedAt?.toISOString() ?? null },
        after: { name: stored.name, revokedAt: revokedAt.toISOString() },
      })
      return viewOf({ ...stored, revokedAt })
    })
  }
}

const FORM = new RegExp(`^${API_TOKEN_PREFIX}[A-Za-z0-9_-]{43}$`)

/** @returns who it stands for; null when it is unknown, revoked or expired. */
export function makeActorOfApiToken({ read, digest, now }: Pick<ApiTokenDeps, 'read' | 'digest' | 'now'>) {
  return async function actorOfApiToken(presented: string): Promise<Omit<Actor, 'address'> | null> {
    if (!FORM.test(presented)) return null
    return read(async ({ apiTokens }) => {
      const stored = await apiTokens.findByDigest(digest(presented))
      const at = now()
      if (stored === null || stored.revokedAt !== null || stored.expiresAt <= at) return null
      const { id, name, role, lastUsedAt } = stored
      if (lastUsedAt === null || at.getTime() - lastUsedAt.getTime() > NOTE_EVERY_MS)
        await apiTokens.noteUse(id, at)
      return { kind: 'api_token', id, name, email: null, role }
    })
  }
}
