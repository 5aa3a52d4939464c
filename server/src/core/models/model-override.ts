// What an operator knows better about a model on Bedrock than the catalogue does.

export interface ModelOverride {
  readonly id: string
  /** As clients name it. */
  readonly model: string
  /** Null for all Bedrock credentials. */
  readonly credentialId: string | null
  /** What Bedrock is called with instead. */
  readonly upstreamModel: string | null
  /** Name of the Anthropic model behind it. */
  readonly baseModel: string | null
  readonly dropBetas: readonly string[]
  readonly dropFields: readonly string[]
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** The override of this credential, or else of all; names are compared without case and without `[1m]`. */
export function findOverride(
  overrides: readonly ModelOverride[],
  model: string,
  credentialId: string,
): ModelOverride | null {
  const name = plainName(model)
  const fitting = overrides.filter((override) => plainName(override.model) === name)
  return (
    fitting.find((override) => override.credentialId === credentialId) ??
    fitting.find((override) => override.credentialId === null) ??
    null
  )
}

/** How names are compared and kept: `[1m]` is Claude Code's spelling of the long context and never part of one. */
export function plainName(model: string): string {
  return model
    .trim()
    .toLowerCase()
    .replace(/\[1m\]$/, '')
}
