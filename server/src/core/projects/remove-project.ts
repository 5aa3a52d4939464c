import type { Actor } from '../admin/actor.ts'
import { required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { auditedProject } from './project-view.ts'

/** Its keys stop working; its requests stay in the log. @throws DomainError `not_found`. */
export function makeRemoveProject({ transact }: { readonly transact: Transact }) {
  return async function removeProject(
    actor: Actor,
    { id }: { id: string },
  ): Promise<{ id: string; removed: true }> {
    await transact(async ({ projects, audit }) => {
      const stored = required(await projects.get(id), 'The project')
      await projects.remove(id)
      await audit.append({
        actor,
        action: 'project.remove',
        target: { kind: 'project', id },
        before: auditedProject(stored),
        after: null,
      })
    })
    return { id, removed: true }
  }
}
