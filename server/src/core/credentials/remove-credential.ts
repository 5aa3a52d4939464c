import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { auditedCredential } from './credential-view.ts'

/** Removes the credential, and with it its place in every pool. @throws DomainError `not_found`. */
export async function removeCredential(
  ports: { readonly transact: Transact },
  actor: Actor,
  { id }: { id: string },
): Promise<{ id: string; removed: true }> {
  const { transact } = ports
  await transact(async ({ credentials, audit }) => {
    const stored = required(await credentials.get(id), 'The credential')
    const projects = (await credentials.projectSlugs([id])).get(id) ?? []
    await credentials.remove(id)
    await audit.append({
      actor,
      action: 'credential.remove',
      target: { kind: 'credential', id },
      before: { ...auditedCredential(stored), projects },
      after: null,
    })
  })
  return { id, removed: true }
}
