// What a refresh reads and commits, in PostgreSQL. Transactions are short: none is open while the network is asked.
import type { EntityManager, FilterQuery, MikroORM } from '@mikro-orm/postgresql'
import { SYSTEM_ACTOR } from '../../core/admin/actor.ts'
import type { Credential } from '../../core/credentials/credential.ts'
import type { Vault } from '../../core/vault/vault.ts'
import type { RefreshStore } from '../../core/oauth/refresh/refresh-store.ts'
import {
  basisOf,
  isRenewable,
  renewsItself,
  type RenewableCandidate,
  type RenewableCredential,
} from '../../core/oauth/refresh/renewable.ts'
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
  async function find(em: EntityManager, id: string): Promise<RenewableCandidate | null> {
    const row = await em.findOne(CredentialRow, { id }, lockedIn(em))
    const credential = row && toCredential(row)
    // Of another kind: its secret is none of ours.
    if (!row || !credential || !renewsItself(credential)) return null
    const candidate = { credential, secret: openSecret(vault, row) }
    return isRenewable(candidate) ? candidate : null
  }

  /** Compared in plain: a new encryption key changes the envelope, not the token. */
  async function findUnchanged(
    em: EntityManager,
    id: string,
    basis: string,
  ): Promise<RenewableCandidate | null> {
    const stored = await find(em, id)
    return stored && basisOf(stored) === basis ? stored : null
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
      const where: FilterQuery<CredentialRow> = {
        provider: 'anthropic',
        enabled: true,
        $or: [{ oauthExpiresAt: { $ne: null } }, { federationRuleId: { $ne: null } }],
      }
      const credentials = (await em.find(CredentialRow, where, { ...FRESH, fields: CREDENTIAL_FIELDS })).map(
        toCredential,
      )
      const problems = await readRefreshProblems(em, null)
      return credentials.filter(renewsItself).map((credential) => ({
        credential,
        problem: problems.get(credential.id) ?? null,
      }))
    },
    save: (id, basis, { secret, expiresAt, scopes, at }) =>
      orm.em.fork().transactional(async (em) => {
        const stored = await findUnchanged(em, id, basis)
        if (!stored) return null
        const facts = { expiresAt, scopes: scopes ?? stored.credential.scopes, lastRefreshAt: at }
        const renewed = { credential: { ...stored.credential, ...facts }, secret }
        if (!isRenewable(renewed)) return null
        const { credential } = renewed
        const { id: _id, ...fields } = fromCredential(credential)
        await em.nativeUpdate(CredentialRow, { id }, { ...fields, ...sealSecret(vault, credential, secret) })
        await forgetRefreshProblem(em, id)
        await noteRefresh(em, credential, grantFacts(stored.credential), grantFacts(credential))
        return renewed
      }),
    saveProblem: (id, basis, problem) =>
      orm.em.fork().transactional(async (em) => {
        const stored = await findUnchanged(em, id, basis)
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

function grantFacts({ expiresAt, scopes, lastRefreshAt }: RenewableCredential): object {
  return { expiresAt, scopes, lastRefreshAt }
}
