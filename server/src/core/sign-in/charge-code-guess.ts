// Guesses at somebody's second factor are counted together, wherever a code is given.
import { DomainError } from '../admin/domain-error.ts'
import type { GuessLimit } from './guess-limit.ts'

/** What the guess limit counts them under. */
export const codeGuessesAt = (userId: string) => `second factor ${userId}`

/** @throws DomainError `forbidden` while one has to wait. */
export async function chargeCodeGuess(guessLimit: Pick<GuessLimit, 'charge'>, userId: string): Promise<void> {
  if ((await guessLimit.charge(codeGuessesAt(userId))) !== null)
    throw new DomainError('forbidden', 'Too many wrong codes. Wait a few minutes and try again.')
}
