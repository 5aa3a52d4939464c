// A project, with a pool in the order in which its credentials are named.
import type { ProjectView } from '@headgate/shared/projects'
import type { Connection } from './connect.ts'

export interface NewProject {
  readonly slug: string
  readonly name: string
  readonly credentialIds: readonly string[]
}

export async function makeProject(
  { ask }: Connection,
  { slug, name, credentialIds }: NewProject,
): Promise<ProjectView> {
  const project = await ask((gateway) => gateway.projects.create.mutate({ slug, name }))
  if (credentialIds.length === 0) return project
  const pool = credentialIds.map((credentialId, priority) => ({ credentialId, priority }))
  return ask((gateway) => gateway.projects.setRouting.mutate({ id: project.id, strategy: 'priority', pool }))
}
