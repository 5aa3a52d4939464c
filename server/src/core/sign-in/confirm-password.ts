// People show their password again before they change how they sign in.
import { DomainError } from '../admin/domain-error.ts'
import type { ReadStores } from '../admin/unit-of-work.ts'
import type { GuessLimit } from './guess-limit.ts'

export interface ConfirmPasswordDeps {
  readonly read: ReadStores
  readonly guessLimit: GuessLimit
  readonly verifyPassword: (password: string, hash: string) => Promise<boolean>
}

/** @throws DomainError `forbidden` for a wrong password, and while one has to wait after wrong ones. */
export async function confirmPassword(
  { read, guessLimit, verifyPassword }: ConfirmPasswordDeps,
  userId: string,
  password: string,
): Promise<void> {
  const hash = await read(({ people }) => people.passwordHash(userId))
  if (hash === null)
    throw new DomainError('conflict', 'You have no password here: you sign in with the identity provider.')
  const guesses = `password of ${userId}`
  if ((await guessLimit.charge(guesses)) !== null)
    throw new DomainError('forbidden', 'Too many wrong passwords. Wait a few minutes and try again.')
  if (!(await verifyPassword(password, hash)))
    throw new DomainError('forbidden', 'The current password is not right.')
  await guessLimit.clear(guesses)
}
