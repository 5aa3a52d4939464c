// Reads what the data plane needs in one consistent look at the database, secrets opened.
import { IsolationLevel } from '@mikro-orm/core'
import type { EntityManager, MikroORM } from '@mikro-orm/postgresql'
import type { Credential } from '../../core/credentials/credential.ts'
import type { Vault } from '../../core/vault/vault.ts'
import {
  digestBucket,
  type ClientKey,
  type GatewayStateSource,
  type PoolMember,
  type RoutedProject,
  type UnreadableSecret,
} from '../../core/routing/gateway-state.ts'
import type { VaultCandidate } from '../../core/upstream/provider.ts'
import { placeKey, type CredentialHealth } from '../../core/routing/health-book.ts'
import { CredentialHealthRow } from './entities/credential-health-row.ts'
import { CredentialRow } from './entities/credential-row.ts'
import { ProjectCredentialRow } from './entities/project-credential-row.ts'
import { ProjectKeyRow } from './entities/project-key-row.ts'
import { ProjectRow } from './entities/project-row.ts'
import { toCredential } from './row-mapping.ts'
import { openSecret } from './sealed-columns.ts'
import { countEnvelopes } from './sealed-places.ts'
import { groupBy } from './stores/group-by.ts'
import { readLearned, readOverrides } from './stores/model-store.ts'
import { FRESH } from './stores/reading.ts'

export function makeGatewayStateSource({
  orm,
  vault,
}: {
  readonly orm: MikroORM
  readonly vault: Vault
}): GatewayStateSource {
  /** As they were opened the last time. */
  let opened: ReadonlyMap<string, VaultCandidate> = new Map()

  async function openCredentials(em: EntityManager) {
    const candidates = new Map<string, VaultCandidate>()
    const unreadable: UnreadableSecret[] = []
    const credentials: Credential[] = []
    for (const row of await em.find(CredentialRow, {}, FRESH)) {
      const credential = toCredential(row)
      credentials.push(credential)
      try {
        candidates.set(row.id, { credential, secret: openSecret(vault, row) })
      } catch (error) {
        unreadable.push({ accountId: row.accountId, error })
        // Sealed by a replica that knows more keys: what was good a moment ago serves until this one knows them, too.
        const known = opened.get(row.id)
        if (known)
          candidates.set(row.id, { ...known, credential: { ...known.credential, enabled: row.enabled } })
      }
    }
    opened = candidates
    return { credentials, candidates, unreadable }
  }

  return {
    version: () => readVersion(orm.em.fork()),
    load: () =>
      orm.em.fork().transactional(
        async (em) => {
          const { credentials, candidates, unreadable } = await openCredentials(em)
          const members = await em.find(ProjectCredentialRow, {}, FRESH)
          const pools = groupBy(
            members,
            (member) => member.project.id,
            (member) => member,
          )
          const projects = await em.find(ProjectRow, {}, FRESH)
          const keys = await em.find(ProjectKeyRow, {}, FRESH)
          return {
            state: {
              keys: keysByBucket(keys),
              projects: new Map(
                projects.map((row) => [row.id, routedProject(row, pools.get(row.id) ?? [], candidates)]),
              ),
              overrides: await readOverrides(em),
            },
            learned: await readLearned(em),
            health: await readHealth(em),
            version: await readVersion(em),
            credentials,
            envelopes: await countEnvelopes(em),
            unreadable,
          }
        },
        { isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true },
      ),
  }
}

/** By `placeKey`. */
async function readHealth(em: EntityManager): Promise<Map<string, CredentialHealth>> {
  const rows = await em.find(CredentialHealthRow, {}, FRESH)
  const ofModels = await em.execute<ModelCooldown[]>(
    'select credential_id, model, reason, since, until from model_cooldowns',
  )
  return new Map<string, CredentialHealth>([
    ...rows.map(
      ({ credential, state, reason, since, until }) =>
        [placeKey({ credentialId: credential.id, model: null }), { state, reason, since, until }] as const,
    ),
    ...ofModels.map(
      ({ credential_id: credentialId, model, reason, since, until }) =>
        [
          placeKey({ credentialId, model }),
          { state: 'cooling', reason, since: new Date(since), until: new Date(until) },
        ] as const,
    ),
  ])
}

interface ModelCooldown {
  readonly credential_id: string
  readonly model: string
  readonly reason: string
  readonly since: string | Date
  readonly until: string | Date
}

async function readVersion(em: EntityManager): Promise<string> {
  const [row] = await em.execute<{ version: string | number }[]>('select version from gateway_version')
  return String(row?.version)
}

function keysByBucket(rows: readonly ProjectKeyRow[]): Map<number, ClientKey[]> {
  const buckets = new Map<number, ClientKey[]>()
  for (const row of rows) {
    const { id, project, name, digest } = row
    const ends = { expiresAt: row.expiresAt ?? null, revokedAt: row.revokedAt ?? null }
    const key: ClientKey = { id, projectId: project.id, name, digest, ...ends }
    const bucket = digestBucket(digest)
    buckets.set(bucket, [...(buckets.get(bucket) ?? []), key])
  }
  return buckets
}

function routedProject(
  row: ProjectRow,
  members: readonly ProjectCredentialRow[],
  candidates: ReadonlyMap<string, VaultCandidate>,
): RoutedProject {
  const pool: PoolMember[] = members.flatMap(({ credential, priority, weight }) => {
    const candidate = candidates.get(credential.id)
    return candidate ? [{ candidate, priority, weight }] : []
  })
  const { id, slug, enabled, workspaceAccess, passThrough, routingStrategy: strategy } = row
  return { id, slug, enabled, workspaceAccess, passThrough, strategy, pool }
}
