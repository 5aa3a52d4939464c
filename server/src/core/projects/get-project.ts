import type { ProjectView } from '@headgate/shared/projects'
import { required } from '../admin/domain-error.ts'
import type { ReadProjectsDeps } from './list-projects.ts'
import { viewProject } from './project-view.ts'

export function makeGetProject({ read, healthOf, now }: ReadProjectsDeps) {
  return async function getProject({ id }: { id: string }): Promise<ProjectView> {
    return read(async ({ projects }) => {
      const stored = required(await projects.get(id), 'The project')
      return viewProject(projects, stored, { healthOf, now: now() })
    })
  }
}
