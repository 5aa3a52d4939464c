// What models on Bedrock take, by generation. Sources: AWS model cards and user guide, and Bedrock's own errors.
import { isAtLeast, type CatalogModel } from './catalog.ts'

export type ModelTest = (model: CatalogModel) => boolean

export const since =
  (major: number, minor: number): ModelTest =>
  (model) =>
    isAtLeast(model, major, minor)

export const EVERY_MODEL: ModelTest = () => true

/** A model the gateway cannot name may know anything. */
export function isTakenBy(models: ModelTest, model: CatalogModel | null): boolean {
  return model === null || models(model)
}

export const onClaude4: ModelTest = (model) => model.generation[0] === 4
export const isOpus45: ModelTest = ({ id }) => id === 'claude-opus-4-5-20251101'
export const takesEffort: ModelTest = (model) => isOpus45(model) || isAtLeast(model, 4, 6)

/** Older models reject `output_config` whole. */
export const KNOWS_OUTPUT_CONFIG = since(4, 5)

/** "Bedrock validates against its own copy of the Messages schema": these have lost the field again. */
const REJECTS_FORMAT = /^claude-(?:opus-4-[78]|(?:opus|sonnet|fable)-5)(?:-|$)/
export const KNOWS_FORMAT: ModelTest = (model) => KNOWS_OUTPUT_CONFIG(model) && !REJECTS_FORMAT.test(model.id)

/** Older models reject `cache_control.ttl`. */
export const KNOWS_CACHE_TTL = since(4, 5)

/** Older models reject `context_management` and its beta. */
export const KNOWS_CONTEXT_MANAGEMENT = since(4, 0)

/** Older models reject the newer API version. */
export const KNOWS_API_2026 = since(4, 7)

/** Older models reject the role `system` in `messages`. */
export const KNOWS_SYSTEM_MESSAGES = since(4, 8)

/** Older models reject the tools that search for tools, and what belongs to them. */
export const KNOWS_TOOL_SEARCH = since(4, 5)
