import type { ModelOverrideView, SetModelOverride } from '@headgate/shared/models'
import type { Actor } from '../admin/actor.ts'
import { DomainError, required } from '../admin/domain-error.ts'
import type { Transact } from '../admin/unit-of-work.ts'
import { checkOverride } from './check-override.ts'
import type { ModelOverride } from './model-override.ts'
import { auditedOverride, viewOverride } from './model-views.ts'
import { bedrockOf } from '../upstream/of-provider.ts'

export interface SetOverrideDeps {
  readonly transact: Transact
  readonly newId: () => string
  readonly now: () => Date
}

/**
 * Replaces the override of the same model and credential.
 * @throws DomainError `not_found`; `invalid` when it cannot mean anything, or not on this credential.
 */
export function makeSetOverride({ transact, newId, now }: SetOverrideDeps) {
  return async function setOverride(actor: Actor, input: SetModelOverride): Promise<ModelOverrideView> {
    const checked = checkOverride(input)
    const { model, credentialId } = checked
    return transact(async ({ models, credentials, audit }) => {
      const accountIds = new Map<string, string>()
      if (credentialId !== null) {
        const credential = required(await credentials.get(credentialId), 'The credential')
        if (bedrockOf(credential) === null) throw notBedrock()
        accountIds.set(credentialId, credential.accountId)
      }
      const before = await models.overrideFor(model, credentialId)
      const at = now()
      const override: ModelOverride = {
        ...checked,
        id: before?.id ?? newId(),
        createdAt: before?.createdAt ?? at,
        updatedAt: at,
      }
      await models.saveOverride(override)
      await audit.append({
        actor,
        action: 'model.override.set',
        target: { kind: 'model', id: override.id },
        before: before && auditedOverride(before, accountIds),
        after: auditedOverride(override, accountIds),
      })
      return viewOverride(override, accountIds)
    })
  }
}

function notBedrock(): DomainError {
  return new DomainError(
    'invalid',
    'credentialId: overrides are for Bedrock; Anthropic gets models by the names that clients use',
  )
}
