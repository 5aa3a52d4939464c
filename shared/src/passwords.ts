// Which passwords people may choose. What counts is what is left once everything that guessers try first is taken out.
import { COMMON_PARTS } from './common-passwords.ts'

export const PASSWORD_MIN_LENGTH = 12
export const PASSWORD_MAX_LENGTH = 128

/** Distinct characters that must be left. */
const LEAST_LEFT = 4

const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
}

export interface PasswordOwner {
  readonly email?: string | undefined
  readonly name?: string | undefined
}

/** @returns what is wrong, to follow the word "password"; null when it may be used. */
export function passwordProblem(password: string, { email, name }: PasswordOwner = {}): string | null {
  if (password.length < PASSWORD_MIN_LENGTH) return `must have at least ${PASSWORD_MIN_LENGTH} characters`
  if (password.length > PASSWORD_MAX_LENGTH) return `must have at most ${PASSWORD_MAX_LENGTH} characters`
  const plain = password.trim().toLowerCase()
  const own = [email, email?.split('@')[0], name].map((text) => text?.trim().toLowerCase())
  if (own.includes(plain)) return 'must not be the email address or the name'
  return isCommon(plain) ? 'is too easy to guess: it consists of what is tried first' : null
}

/** Common words, runs of digits and repetitions are nothing to guess, however long they are. */
function isCommon(plain: string): boolean {
  const letters = plain.replaceAll(/[@4310!$57]/g, (char) => LOOKALIKES[char] ?? char)
  return [plain, letters].some((text) => new Set(withoutCommonParts(text)).size < LEAST_LEFT)
}

function withoutCommonParts(text: string): string {
  let left = text
  for (const part of COMMON_PARTS) left = left.replaceAll(part, ' ')
  return left.replaceAll(/[\d\s]/g, '')
}
