// What is known of models, as the control plane shows it.
import type { UnsupportedParameterView, ModelOverrideView, ModelView } from '@headgate/shared/models'
import type { CredentialStore } from '../credentials/credential-store.ts'
import type { CatalogModel } from './catalog.ts'
import type { UnsupportedParameter } from './compatibility-cache.ts'
import type { ModelOverride } from './model-override.ts'

/** Account ids by credential. */
export type AccountIds = ReadonlyMap<string, string>

/** Credentials that are gone are left out. */
export async function accountIdsOf(
  credentials: Pick<CredentialStore, 'get'>,
  ids: Iterable<string | null>,
): Promise<AccountIds> {
  const found = new Map<string, string>()
  for (const id of new Set(ids)) {
    const credential = id === null ? null : await credentials.get(id)
    if (credential) found.set(credential.id, credential.accountId)
  }
  return found
}

export function viewModel(model: CatalogModel, now: Date): ModelView {
  const { id, aliases, displayName, bedrockId, mantleId, profiles, retiresOn } = model
  const isRetired = retiresOn !== null && retiresOn <= now.toISOString().slice(0, 10)
  return {
    id,
    aliases: [...aliases],
    displayName,
    lifecycle: isRetired ? 'retired' : model.lifecycle,
    retiresOn,
    bedrockId,
    mantleId,
    profiles: [...profiles],
  }
}

export function viewOverride(override: ModelOverride, accountIds: AccountIds): ModelOverrideView {
  const { id, model, credentialId, upstreamModel, baseModel } = override
  return {
    id,
    model,
    credentialId,
    accountId: credentialId === null ? null : (accountIds.get(credentialId) ?? null),
    upstreamModel,
    baseModel,
    dropBetas: [...override.dropBetas],
    dropFields: [...override.dropFields],
    createdAt: override.createdAt.toISOString(),
    updatedAt: override.updatedAt.toISOString(),
  }
}

/** What an audit event keeps of an override. */
export function auditedOverride(override: ModelOverride, accountIds: AccountIds): object {
  const { model, accountId, upstreamModel, baseModel, dropBetas, dropFields } = viewOverride(
    override,
    accountIds,
  )
  return { model, accountId, upstreamModel, baseModel, dropBetas, dropFields }
}

/** Nothing for a credential that is gone. */
export function viewLearned(
  rejection: UnsupportedParameter,
  accountIds: AccountIds,
): UnsupportedParameterView[] {
  const { credentialId, upstreamModel, kind, name, reason, learnedAt } = rejection
  const accountId = accountIds.get(credentialId)
  if (accountId === undefined) return []
  return [{ credentialId, accountId, upstreamModel, kind, name, reason, learnedAt: learnedAt.toISOString() }]
}
