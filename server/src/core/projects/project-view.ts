// A project as the control plane shows it, with its pool and the pool's state.
import type { ProjectView } from '@headgate/shared/projects'
import { credentialStatus } from '../credentials/credential-status.ts'
import type { HealthOf } from '../credentials/view-stored.ts'
import type { PooledCredential, ProjectStore } from './project-store.ts'
import type { Project } from './project.ts'

export interface ViewProjectsContext {
  readonly healthOf: HealthOf
  readonly now: Date
}

export async function viewProjects(
  store: Pick<ProjectStore, 'pools' | 'activeKeys'>,
  projects: readonly Project[],
  context: ViewProjectsContext,
): Promise<ProjectView[]> {
  const ids = projects.map((project) => project.id)
  const pools = await store.pools(ids)
  const activeKeys = await store.activeKeys(ids, context.now)
  return projects.map((project) => ({
    id: project.id,
    slug: project.slug,
    name: project.name,
    enabled: project.enabled,
    workspaceAccess: project.workspaceAccess,
    passThrough: project.passThrough,
    strategy: project.strategy,
    pool: (pools.get(project.id) ?? []).map((member) => viewMember(member, context)),
    activeKeys: activeKeys.get(project.id) ?? 0,
    createdAt: project.createdAt.toISOString(),
    updatedAt: project.updatedAt.toISOString(),
  }))
}

function viewMember(
  { credential, priority, weight }: PooledCredential,
  { healthOf, now }: ViewProjectsContext,
) {
  return {
    credentialId: credential.id,
    accountId: credential.accountId,
    name: credential.name,
    provider: credential.provider,
    priority,
    weight,
    status: credentialStatus(credential, healthOf(credential.id), now).status,
  }
}

export async function viewProject(
  store: Pick<ProjectStore, 'pools' | 'activeKeys'>,
  project: Project,
  context: ViewProjectsContext,
): Promise<ProjectView> {
  return (await viewProjects(store, [project], context))[0]!
}

/** What an audit event keeps of a project. */
export function auditedProject(project: Project): object {
  const { slug, name, enabled, workspaceAccess, passThrough, strategy } = project
  return { slug, name, enabled, workspaceAccess, passThrough, strategy }
}
