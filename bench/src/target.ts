// Something between the load and the upstream that can be measured.

export type TargetName = 'bare proxy' | 'nginx' | 'gateway'

export interface Target {
  readonly name: TargetName
  readonly origin: string
  /** The processes that do its work. */
  readonly pids: readonly number[]
  /** Project keys; a proxy that passes everything on is sent them as well, as ballast. */
  readonly keys: Readonly<Record<'anthropic' | 'bedrock', string>>
}

export const NO_KEYS: Target['keys'] = {
  anthropic: `hg_live_${'A'.repeat(43)}`,
  bedrock: `hg_live_${'A'.repeat(43)}`,
}
