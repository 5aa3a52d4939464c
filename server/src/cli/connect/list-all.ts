// Reads all pages of a list.
import type { CredentialView } from '@headgate/shared/credentials'
import type { KeyView } from '@headgate/shared/keys'
import type { ProjectView } from '@headgate/shared/projects'
import type { Connection } from './connect.ts'

type Asking = Pick<Connection, 'ask'>

interface PageInput {
  limit: number
  cursor?: string
}

const PAGE = 200

export function listAllCredentials({ ask }: Asking): Promise<CredentialView[]> {
  return everyPage((page) => ask((gateway) => gateway.credentials.list.query(page)))
}

export function listAllProjects({ ask }: Asking): Promise<ProjectView[]> {
  return everyPage((page) => ask((gateway) => gateway.projects.list.query(page)))
}

export function listAllKeys({ ask }: Asking, projectId: string): Promise<KeyView[]> {
  return everyPage((page) => ask((gateway) => gateway.keys.list.query({ ...page, projectId })))
}

async function everyPage<T>(
  pageOf: (page: PageInput) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const all: T[] = []
  let cursor: string | null = null
  do {
    const page: { items: T[]; nextCursor: string | null } = await pageOf({
      limit: PAGE,
      ...(cursor !== null && { cursor }),
    })
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}
