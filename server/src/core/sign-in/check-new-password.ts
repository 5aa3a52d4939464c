import { passwordProblem, type PasswordOwner } from '@headgate/shared/passwords'
import { DomainError } from '../admin/domain-error.ts'

/** @throws DomainError `invalid` when the person may not use it. */
export function checkNewPassword(password: string, owner: PasswordOwner): void {
  const problem = passwordProblem(password, owner)
  if (problem !== null) throw new DomainError('invalid', `password: ${problem}`)
}
