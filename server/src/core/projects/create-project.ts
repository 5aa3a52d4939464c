import type { CreateProject, ProjectView } from '@headgate/shared/projects'
import type { Actor } from '../admin/actor.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { auditedProject, viewProject } from './project-view.ts'
import type { Project } from './project.ts'

export interface CreateProjectDeps {
  readonly transact: Transact
  readonly newId: () => string
  readonly now: () => Date
}

/** @throws DomainError `conflict` when the slug is taken. */
export function makeCreateProject({ transact, newId, now }: CreateProjectDeps) {
  return async function createProject(actor: Actor, { slug, name }: CreateProject): Promise<ProjectView> {
    const createdAt = now()
    const project: Project = {
      id: newId(),
      slug,
      name,
      enabled: true,
      workspaceAccess: false,
      passThrough: false,
      strategy: 'priority',
      createdAt,
      updatedAt: createdAt,
    }
    return transact(async ({ projects, audit }) => {
      await projects.insert(project)
      await audit.append({
        actor,
        action: 'project.create',
        target: { kind: 'project', id: project.id },
        before: null,
        after: auditedProject(project),
      })
      return viewProject(projects, project, { healthOf: () => null, now: createdAt })
    })
  }
}
