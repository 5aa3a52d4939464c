// Every credential of the gateway, page by page.
import type { CredentialView } from '@headgate/shared/credentials'
import type { Connection } from './connect.ts'

const PAGE = 200

export async function listAllCredentials({ ask }: Pick<Connection, 'ask'>): Promise<CredentialView[]> {
  const all: CredentialView[] = []
  let cursor: string | null = null
  do {
    const input: { limit: number; cursor?: string } = { limit: PAGE, ...(cursor !== null && { cursor }) }
    const page = await ask((gateway) => gateway.credentials.list.query(input))
    all.push(...page.items)
    cursor = page.nextCursor
  } while (cursor !== null)
  return all
}
