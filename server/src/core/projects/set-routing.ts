import type { ProjectView, SetRouting } from '@headgate/shared/projects'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import type { HealthOf } from '../credentials/view-stored.ts'
import type { PooledCredential } from './project-store.ts'
import { viewProject } from './project-view.ts'

export interface SetRoutingDeps {
  readonly transact: Transact
  readonly healthOf: HealthOf
  readonly now: () => Date
}

/** Replaces the whole pool. @throws DomainError `not_found`; `invalid` when a credential does not exist. */
export function makeSetRouting({ transact, healthOf, now }: SetRoutingDeps) {
  return async function setRouting(actor: Actor, { id, strategy, pool }: SetRouting): Promise<ProjectView> {
    return transact(async ({ projects, audit }) => {
      const stored = required(await projects.get(id), 'The project')
      const before = (await projects.pools([id])).get(id) ?? []
      const project = { ...stored, strategy, updatedAt: now() }
      await projects.update(project)
      await projects.setPool(id, pool)
      const after = (await projects.pools([id])).get(id) ?? []
      await audit.append({
        actor,
        action: 'project.set_routing',
        target: { kind: 'project', id },
        before: { slug: stored.slug, strategy: stored.strategy, pool: before.map(auditedMember) },
        after: { slug: stored.slug, strategy, pool: after.map(auditedMember) },
      })
      return viewProject(projects, project, { healthOf, now: now() })
    })
  }
}

function auditedMember({ credential, priority, weight }: PooledCredential): object {
  return { accountId: credential.accountId, priority, weight }
}
