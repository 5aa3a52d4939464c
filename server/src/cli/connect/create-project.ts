// Creates a project whose pool tries the credentials in the order given.
import type { ProjectView } from '@headgate/shared/projects'
import type { Connection } from './connect.ts'

export interface NewProject {
  readonly slug: string
  readonly name: string
  readonly credentialIds: readonly string[]
}

export async function createProject(
  { ask }: Connection,
  { slug, name, credentialIds }: NewProject,
): Promise<ProjectView> {
  const project = await ask((gateway) => gateway.projects.create.mutate({ slug, name }))
  if (credentialIds.length === 0) return project
  const pool = credentialIds.map((credentialId, priority) => ({ credentialId, priority }))
  return ask((gateway) => gateway.projects.setRouting.mutate({ id: project.id, strategy: 'priority', pool }))
}

/** The address that clients use, which may differ from the one this command uses. */
export function publicUrlOf({ ask }: Pick<Connection, 'ask'>): Promise<string> {
  return ask(async (gateway) => (await gateway.system.status.query()).publicUrl)
}
