import { KEY_PREFIX, shownPrefix, type CreatedKey, type CreateKey } from '@headgate/shared/keys'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'

export interface CreateKeyDeps {
  readonly transact: Transact
  /** 256 random bits as 43 base64url characters. */
  readonly randomKeyPart: () => string
  readonly digest: (text: string) => Uint8Array
  readonly newId: () => string
  readonly now: () => Date
}

/** The answer is the only place the key ever appears. @throws DomainError `not_found`, `invalid` when already expired. */
export function makeCreateKey({ transact, randomKeyPart, digest, newId, now }: CreateKeyDeps) {
  return async function createKey(actor: Actor, input: CreateKey): Promise<CreatedKey> {
    const createdAt = now()
    const expiresAt = input.expiresAt ? new Date(input.expiresAt) : null
    if (expiresAt !== null && expiresAt <= createdAt)
      throw new DomainError('invalid', 'expiresAt: lies in the past.')
    const key = `${KEY_PREFIX}${randomKeyPart()}`
    const id = newId()
    const shown = { prefix: shownPrefix(key), last4: key.slice(-4) }
    await transact(async ({ keys, projects, audit }) => {
      const project = required(await projects.get(input.projectId), 'The project')
      await keys.insert({
        id,
        projectId: project.id,
        name: input.name,
        digest: digest(key),
        ...shown,
        createdAt,
        expiresAt,
        revokedAt: null,
      })
      await audit.append({
        actor,
        action: 'key.create',
        target: { kind: 'key', id },
        before: null,
        after: {
          project: project.slug,
          name: input.name,
          ...shown,
          expiresAt: expiresAt?.toISOString() ?? null,
        },
      })
    })
    return { id, key, ...shown }
  }
}
