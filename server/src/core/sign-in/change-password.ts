import type { ChangePassword } from '@headgate/shared/sessions'
import type { PersonActor } from '../admin/actor.ts'
import { DomainError } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { checkNewPassword } from './check-new-password.ts'
import { confirmPassword, type ConfirmPasswordDeps } from './confirm-password.ts'

export interface ChangePasswordDeps extends ConfirmPasswordDeps {
  readonly transact: Transact
  readonly hashPassword: (password: string) => Promise<string>
}

/** The session that asks stays; all others end. */
export function makeChangePassword({ transact, hashPassword, ...deps }: ChangePasswordDeps) {
  return async function changePassword(
    actor: PersonActor,
    { currentPassword, password }: ChangePassword,
  ): Promise<{ ended: number }> {
    const { id, name } = actor
    await confirmPassword(deps, id, currentPassword)
    if (password === currentPassword) throw new DomainError('invalid', 'password: must be another one')
    checkNewPassword(password, { email: actor.email ?? undefined, name })
    const hash = await hashPassword(password)
    return transact(async ({ people, sessions, audit }) => {
      await people.setPassword(id, hash)
      const ended = await sessions.endAll(id, actor.sessionId)
      await audit.append({
        actor,
        action: 'user.change_password',
        target: { kind: 'user', id },
        before: null,
        after: { endedSessions: ended },
      })
      return { ended }
    })
  }
}
