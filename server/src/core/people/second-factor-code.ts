// Whether a code of an authenticator or a recovery code is right. Each works once.
import type { Stores } from '../admin/unit-of-work.ts'
import type { SecondFactor } from './second-factor-store.ts'

export interface CodeDeps {
  /** The six digits of a time step (RFC 6238), for a secret in base 32. */
  readonly totp: (secret: string, step: number) => string
  readonly equalTexts: (a: string, b: string) => boolean
  readonly equalBytes: (a: Uint8Array, b: Uint8Array) => boolean
  readonly digest: (text: string) => Uint8Array
}

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

export async function useSecondFactor(
  { secondFactors, people, audit }: Pick<Stores, 'secondFactors' | 'people' | 'audit'>,
  deps: CodeDeps,
  { userId, address }: { readonly userId: string; readonly address: string | null },
  given: string,
  now: Date,
): Promise<boolean> {
  const factor = await secondFactors.get(userId)
  if (factor === null || factor.confirmedAt === null) return false
  const code = plainCode(given)
  const step = stepOfCode(deps, factor, code, now)
  if (step !== null) {
    await secondFactors.put({ ...factor, lastStep: step }, now)
    return true
  }
  const digest = deps.digest(code)
  const left = factor.recoveryDigests.filter((known) => !deps.equalBytes(known, digest))
  if (left.length === factor.recoveryDigests.length) return false
  await secondFactors.put({ ...factor, recoveryDigests: left }, now)
  const person = await people.get(userId)
  if (person === null) return false
  await audit.append({
    actor: {
      kind: 'user',
      id: userId,
      name: person.name,
      email: person.email,
      role: person.role,
      address,
    },
    action: 'user.use_recovery_code',
    target: { kind: 'user', id: userId },
    before: { recoveryCodesLeft: factor.recoveryDigests.length },
    after: { recoveryCodesLeft: left.length },
  })
  return true
}
