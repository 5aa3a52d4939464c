import type { ProjectView, UpdateProject } from '@headgate/shared/projects'
import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import type { HealthOf } from '../credentials/view-stored.ts'
import { auditedProject, viewProject } from './project-view.ts'
import type { Project } from './project.ts'

export interface UpdateProjectDeps {
  readonly transact: Transact
  readonly healthOf: HealthOf
  readonly now: () => Date
}

/** A disabled project's keys answer 401. @throws DomainError `not_found`. */
export function makeUpdateProject({ transact, healthOf, now }: UpdateProjectDeps) {
  return async function updateProject(actor: Actor, input: UpdateProject): Promise<ProjectView> {
    return transact(async ({ projects, audit }) => {
      const stored = required(await projects.get(input.id), 'The project')
      const project: Project = {
        ...stored,
        name: input.name ?? stored.name,
        enabled: input.enabled ?? stored.enabled,
        workspaceAccess: input.workspaceAccess ?? stored.workspaceAccess,
        passThrough: input.passThrough ?? stored.passThrough,
        updatedAt: now(),
      }
      await projects.update(project)
      await audit.append({
        actor,
        action: 'project.update',
        target: { kind: 'project', id: project.id },
        before: auditedProject(stored),
        after: auditedProject(project),
      })
      return viewProject(projects, project, { healthOf, now: now() })
    })
  }
}
