// The port for what is known of models beyond the catalogue.
import type { UnsupportedParameter } from './compatibility-cache.ts'
import type { ModelOverride } from './model-override.ts'

export interface ModelStore {
  overrides(): Promise<ModelOverride[]>
  override(id: string): Promise<ModelOverride | null>
  /** Of the same model and credential; inside a transaction nobody else sets one until its end. */
  overrideFor(model: string, credentialId: string | null): Promise<ModelOverride | null>
  /** Inserts, or writes all fields of the one with this id. */
  saveOverride(override: ModelOverride): Promise<void>
  removeOverride(id: string): Promise<void>
  learned(): Promise<UnsupportedParameter[]>
  /** @returns how many were forgotten. */
  forgetLearned(credentialId: string, upstreamModel: string | null): Promise<number>
}
