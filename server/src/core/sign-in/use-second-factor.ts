import { personActor } from '../admin/actor.ts'
import type { Stores } from '../admin/unit-of-work.ts'
import { plainCode, stepOfCode, type CodeDeps } from './second-factor-code.ts'

/** @returns whether the code is right. Each works once. */
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
    actor: personActor(person, address),
    action: 'user.use_recovery_code',
    target: { kind: 'user', id: userId },
    before: { recoveryCodesLeft: factor.recoveryDigests.length },
    after: { recoveryCodesLeft: left.length },
  })
  return true
}
