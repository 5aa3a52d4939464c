import type { ProjectView } from '@headgate/shared/projects'
import { pageOf, type Page, type PageRequest } from '../admin/page.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import type { HealthOf } from '../credentials/view-stored.ts'
import { viewProjects } from './project-view.ts'

export interface ReadProjectsDeps {
  readonly read: ReadStores
  readonly healthOf: HealthOf
  readonly now: () => Date
}

export function makeListProjects({ read, healthOf, now }: ReadProjectsDeps) {
  return async function listProjects(request: PageRequest): Promise<Page<ProjectView>> {
    return read(async ({ projects }) => {
      const { items, nextCursor } = pageOf(
        await projects.list(request),
        request.limit,
        (project) => project.slug,
      )
      return { items: await viewProjects(projects, items, { healthOf, now: now() }), nextCursor }
    })
  }
}
