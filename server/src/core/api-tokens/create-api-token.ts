import { API_TOKEN_PREFIX, type CreateApiToken, type CreatedApiToken } from '@headgate/shared/api-tokens'
import type { Actor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { requireStillOwner } from '../people/require-still-owner.ts'
import type { StoredApiToken } from './api-token-store.ts'
import { apiTokenView } from './api-token-view.ts'

const LONGEST_LIFE_MS = 366 * 24 * 60 * 60_000

export interface CreateApiTokenDeps {
  readonly transact: Transact
  readonly randomKeyPart: () => string
  readonly digest: (text: string) => Uint8Array
  readonly newId: () => string
  readonly now: () => Date
}

/** Shown once, in the answer. @throws DomainError `invalid` when it would expire in the past, or in more than a year. */
export function makeCreateApiToken({ transact, randomKeyPart, digest, newId, now }: CreateApiTokenDeps) {
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
    return { ...apiTokenView(stored), token }
  }
}
