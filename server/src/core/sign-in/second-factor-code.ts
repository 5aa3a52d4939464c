// Whether a code of an authenticator or a recovery code is right.
import type { SecondFactor } from './second-factor-store.ts'

export interface CodeDeps {
  /** The six digits of a time step (RFC 6238), for a secret in base 32. */
  readonly totp: (secret: string, step: number) => string
  readonly equalTexts: (a: string, b: string) => boolean
  readonly equalBytes: (a: Uint8Array, b: Uint8Array) => boolean
  readonly digest: (text: string) => Uint8Array
}

/** What wrong codes of a person are counted under, wherever they are asked for one. */
export const codeGuesses = (userId: string) => `second factor ${userId}`

const STEP_MS = 30_000
/** Clocks may be half a minute apart. */
const STEPS_AROUND = [0, -1, 1]

/** @returns the step whose code it is, later than any that was used; null for none. */
export function stepOfCode(
  { totp, equalTexts }: Pick<CodeDeps, 'totp' | 'equalTexts'>,
  { secret, lastStep }: Pick<SecondFactor, 'secret' | 'lastStep'>,
  code: string,
  now: Date,
): number | null {
  const current = Math.floor(now.getTime() / STEP_MS)
  const steps = STEPS_AROUND.map((offset) => current + offset).filter((step) => step > (lastStep ?? -1))
  return steps.find((step) => equalTexts(totp(secret.reveal(), step), code)) ?? null
}

/** As people type them: blanks, dashes and capitals do not matter. */
export function plainCode(code: string): string {
  return code.toLowerCase().replaceAll(/[\s-]/g, '')
}
