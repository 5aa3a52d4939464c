// What a refresh reads and commits, in PostgreSQL. Transactions are short: none is open while the network is asked.
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import { SYSTEM_ACTOR } from '../../core/admin/actor.ts'
import type { Credential, Secret } from '../../core/credentials/credential.ts'
import type { Vault } from '../../core/credentials/vault.ts'
import { isOAuth } from '../../core/oauth/fresh-secret.ts'
import type { OAuthCandidate, RefreshStore } from '../../core/oauth/refresh-store.ts'
import { CredentialRow } from './entities/credential-row.ts'
import { forgetRefreshProblem, readRefreshProblems, saveRefreshProblem } from './refresh-problems.ts'
import { CREDENTIAL_FIELDS, fromCredential, toCredential } from './row-mapping.ts'
import { openSecret, sealSecret } from './sealed-columns.ts'
import { makeAuditLog } from './stores/audit-log.ts'
import { FRESH, lockedIn } from './stores/reading.ts'

export interface OAuthRefreshStoreDeps {
  readonly orm: MikroORM
  readonly vault: Vault
  readonly newId: () => string
  readonly now: () => Date
}

export function makeOAuthRefreshStore({ orm, vault, newId, now }: OAuthRefreshStoreDeps): RefreshStore {
  async function find(em: EntityManager, id: string): Promise<OAuthCandidate | null> {
    const row = await em.findOne(CredentialRow, { id }, lockedIn(em))
    // Of another kind: its secret is none of ours.
    if (!row?.oauthExpiresAt) return null
    const candidate = { credential: toCredential(row), secret: openSecret(vault, row) }
    return isOAuth(candidate) ? candidate : null
  }

  /** Compared in plain: a new encryption key changes the envelope, not the token. */
  async function findUnchanged(em: EntityManager, id: string, used: Secret): Promise<OAuthCandidate | null> {
    const stored = await find(em, id)
    return stored && stored.secret.refreshToken.reveal() === used.reveal() ? stored : null
  }

  async function noteRefresh(
    em: EntityManager,
    { id, accountId }: Credential,
    before: object,
    after: object,
  ): Promise<void> {
    await makeAuditLog(em, newId, now).append({
      actor: SYSTEM_ACTOR,
      action: 'credential.refresh',
      target: { kind: 'credential', id },
      before,
      after: { accountId, ...after },
    })
  }

  return {
    async read(id) {
      const em = orm.em.fork()
      const stored = await find(em, id)
      if (!stored) return null
      return { ...stored, problem: (await readRefreshProblems(em, [id])).get(id) ?? null }
    },
    async list() {
      const em = orm.em.fork()
      const where = { provider: 'anthropic', oauthExpiresAt: { $ne: null }, enabled: true } as const
      const credentials = (await em.find(CredentialRow, where, { ...FRESH, fields: CREDENTIAL_FIELDS })).map(
        toCredential,
      )
      const problems = await readRefreshProblems(em, null)
      return credentials.filter(hasOAuth).map((credential) => ({
        credential,
        problem: problems.get(credential.id) ?? null,
      }))
    },
    save: (id, used, { secret, expiresAt, scopes, at }) =>
      orm.em.fork().transactional(async (em) => {
        const stored = await findUnchanged(em, id, used)
        if (!stored) return null
        const credential = {
          ...stored.credential,
          expiresAt,
          scopes: scopes ?? stored.credential.scopes,
          lastRefreshAt: at,
        }
        const { id: _id, ...fields } = fromCredential(credential)
        await em.nativeUpdate(CredentialRow, { id }, { ...fields, ...sealSecret(vault, credential, secret) })
        await forgetRefreshProblem(em, id)
        await noteRefresh(em, credential, grantFacts(stored.credential), grantFacts(credential))
        return { credential, secret }
      }),
    saveProblem: (id, used, problem) =>
      orm.em.fork().transactional(async (em) => {
        const stored = await findUnchanged(em, id, used)
        if (!stored) return false
        const known = (await readRefreshProblems(em, [id])).get(id)
        await saveRefreshProblem(em, id, problem)
        const { state, reason } = problem
        // Each further failure of the same kind is no news.
        if (known?.state !== state)
          await noteRefresh(em, stored.credential, { state: known?.state ?? 'renewed' }, { state, reason })
        return true
      }),
  }
}

function grantFacts({ expiresAt, scopes, lastRefreshAt }: OAuthCandidate['credential']): object {
  return { expiresAt, scopes, lastRefreshAt }
}

function hasOAuth(credential: Credential): credential is OAuthCandidate['credential'] {
  return credential.method === 'oauth'
}
