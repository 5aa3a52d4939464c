// Turning the second factor on and off. It counts from the first code that shows that the authenticator has the secret.
import type { BegunSecondFactor, DisableSecondFactor, WithPassword } from '@headgate/shared/sessions'
import { DomainError } from '../admin/domain-error.ts'
import type { AuditAction } from '../audit/audit-log.ts'
import type { Stores } from '../admin/unit-of-work.ts'
import { Secret } from '../credentials/credential.ts'
import { confirmPassword, type PasswordDeps, type PersonActor } from './own-access.ts'
import { plainCode, stepOfCode, useSecondFactor, type CodeDeps } from './second-factor-code.ts'

export interface SecondFactorDeps extends PasswordDeps, CodeDeps {
  /** 160 random bits in base 32. */
  readonly randomBase32: () => string
}

const RECOVERY_CODES = 10
const ISSUER = 'Headgate'

export function makeSecondFactorState({ read }: Pick<SecondFactorDeps, 'read'>) {
  return async function secondFactorState({ id }: PersonActor) {
    return read(async ({ people, secondFactors }) => {
      const factor = await secondFactors.get(id)
      const enabled = factor !== null && factor.confirmedAt !== null
      return {
        enabled,
        recoveryCodesLeft: enabled ? factor.recoveryDigests.length : 0,
        hasPassword: (await people.passwordHash(id)) !== null,
      }
    })
  }
}

/** Beginning again takes the place of what was not confirmed. @throws DomainError `conflict` when it is on. */
export function makeBeginSecondFactor(deps: SecondFactorDeps) {
  const { transact, randomBase32, now } = deps
  return async function beginSecondFactor(
    actor: PersonActor,
    { password }: WithPassword,
  ): Promise<BegunSecondFactor> {
    const { id, email } = actor
    await confirmPassword(deps, id, password)
    const secret = randomBase32()
    await transact(async (stores) => {
      if ((await stores.secondFactors.get(id))?.confirmedAt)
        throw new DomainError('conflict', 'The second factor is on already. Turn it off first.')
      const begun = { userId: id, secret: new Secret(secret), confirmedAt: null, lastStep: null }
      await stores.secondFactors.put({ ...begun, recoveryDigests: [] }, now())
      await note(stores, actor, 'user.begin_second_factor', null)
    })
    const label = encodeURIComponent(`${ISSUER}:${email ?? id}`)
    return { secret, uri: `otpauth://totp/${label}?secret=${secret}&issuer=${ISSUER}` }
  }
}

/** @returns recovery codes, this once. @throws DomainError `invalid` for a wrong code. */
export function makeConfirmSecondFactor(deps: SecondFactorDeps) {
  const { transact, guessLimit, digest, randomBase32, now } = deps
  return async function confirmSecondFactor(
    actor: PersonActor,
    { code }: { code: string },
  ): Promise<{ recoveryCodes: string[] }> {
    const { id } = actor
    await chargeGuess(deps, id)
    const recoveryCodes = Array.from({ length: RECOVERY_CODES }, () =>
      randomBase32()
        .slice(0, 12)
        .toLowerCase()
        .replace(/(.{4})(.{4})/, '$1-$2-'),
    )
    await transact(async (stores) => {
      const factor = await stores.secondFactors.get(id)
      if (factor === null || factor.confirmedAt !== null)
        throw new DomainError('conflict', 'There is nothing to confirm. Begin again.')
      const step = stepOfCode(deps, factor, plainCode(code), now())
      if (step === null)
        throw new DomainError('invalid', 'code: is not the one that the authenticator shows now', {
          reason: 'wrong_code',
        })
      const recoveryDigests = recoveryCodes.map((one) => digest(plainCode(one)))
      await stores.secondFactors.put(
        { ...factor, confirmedAt: now(), lastStep: step, recoveryDigests },
        now(),
      )
      await stores.sessions.endAll(id, actor.sessionId)
      await note(stores, actor, 'user.enable_second_factor', { recoveryCodesLeft: RECOVERY_CODES })
    })
    await guessLimit.clear(guessesAt(id))
    return { recoveryCodes }
  }
}

const guessesAt = (userId: string) => `second factor ${userId}`

/** @throws DomainError `forbidden` while one has to wait. */
async function chargeGuess(
  { guessLimit }: Pick<SecondFactorDeps, 'guessLimit'>,
  userId: string,
): Promise<void> {
  if ((await guessLimit.charge(guessesAt(userId))) !== null)
    throw new DomainError('forbidden', 'Too many wrong codes. Wait a few minutes and try again.')
}

/**
 * Takes the second factor itself as well, or a recovery code: whoever has the password and an open session has not got it.
 * @throws DomainError `forbidden` for a wrong password, `invalid` for a wrong code, `conflict` when it is off.
 */
export function makeDisableSecondFactor(deps: SecondFactorDeps) {
  return async function disableSecondFactor(
    actor: PersonActor,
    { password, code }: DisableSecondFactor,
  ): Promise<{ ended: number }> {
    const { id, address } = actor
    await confirmPassword(deps, id, password)
    if (code !== undefined) await chargeGuess(deps, id)
    const disabled = await deps.transact(async (stores) => {
      const factor = await stores.secondFactors.get(id)
      if (factor === null) throw new DomainError('conflict', 'The second factor is off.')
      const isOn = factor.confirmedAt !== null
      if (isOn && code === undefined)
        throw new DomainError('invalid', 'code: is needed, of the authenticator or a recovery code')
      if (isOn && !(await useSecondFactor(stores, deps, { userId: id, address }, code!, deps.now())))
        throw new DomainError(
          'invalid',
          'code: is neither the one that the authenticator shows now nor a recovery code',
          {
            reason: 'wrong_code',
          },
        )
      await stores.secondFactors.remove(id)
      const ended = await stores.sessions.endAll(id, actor.sessionId)
      await note(stores, actor, 'user.disable_second_factor', { endedSessions: ended })
      return { ended }
    })
    if (code !== undefined) await deps.guessLimit.clear(guessesAt(id))
    return disabled
  }
}

function note(
  { audit }: Pick<Stores, 'audit'>,
  actor: PersonActor,
  action: AuditAction,
  after: object | null,
): Promise<void> {
  return audit.append({ actor, action, target: { kind: 'user', id: actor.id }, before: null, after })
}
