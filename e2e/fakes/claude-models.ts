// The Claude models the stand-ins know, with their ids on both services.

export interface ClaudeModel {
  readonly id: string
  readonly aliases: readonly string[]
  readonly bedrockId: string
  /** Geographies of its Bedrock inference profiles, e.g. `us` for `us.anthropic...`. */
  readonly profiles: readonly string[]
  readonly version: number
  /** Callable on Bedrock by its bare id, without an inference profile. */
  readonly onDemand: boolean
}

const model = (
  version: number,
  id: string,
  bedrockSuffix: string,
  profiles: string,
  more: { aliases?: readonly string[]; onDemand?: boolean } = {},
): ClaudeModel => ({
  id,
  aliases: more.aliases ?? [],
  bedrockId: `anthropic.${id}${bedrockSuffix}`,
  profiles: profiles.split(' '),
  version,
  onDemand: more.onDemand ?? false,
})

export const claudeModels: readonly ClaudeModel[] = [
  model(5.2, 'claude-fable-5-2', '', 'us global'),
  model(5.5, 'claude-haiku-5-5', '', 'us eu jp au global'),
  model(5.5, 'claude-sonnet-5-5', '', 'us eu jp au global'),
  model(5.5, 'claude-opus-5-5', '', 'us eu jp au global'),
  model(5.1, 'claude-fable-5-1', '', 'us global'),
  model(5, 'claude-opus-5', '', 'us eu jp au global'),
  model(5, 'claude-sonnet-5', '', 'us eu jp au global'),
  model(5, 'claude-fable-5', '', 'us global'),
  model(4.8, 'claude-opus-4-8', '', 'us eu jp au global'),
  model(4.7, 'claude-opus-4-7', '', 'us eu jp au global', { aliases: ['claude-opus-4-7-20260416'] }),
  model(4.6, 'claude-sonnet-4-6', '', 'us eu jp au global'),
  model(4.6, 'claude-opus-4-6', '-v1', 'us eu au global', { aliases: ['claude-opus-4-6-20260205'] }),
  model(4.5, 'claude-opus-4-5-20251101', '-v1:0', 'us eu global', { aliases: ['claude-opus-4-5'] }),
  model(4.5, 'claude-haiku-4-5-20251001', '-v1:0', 'us eu jp au global', { aliases: ['claude-haiku-4-5'] }),
  model(4.5, 'claude-sonnet-4-5-20250929', '-v1:0', 'us eu jp au global us-gov', {
    aliases: ['claude-sonnet-4-5'],
  }),
  model(4.1, 'claude-opus-4-1-20250805', '-v1:0', 'us', { aliases: ['claude-opus-4-1'] }),
  model(4, 'claude-opus-4-20250514', '-v1:0', 'us', {
    aliases: ['claude-opus-4-0', 'claude-4-opus-20250514'],
  }),
  model(4, 'claude-sonnet-4-20250514', '-v1:0', 'us eu apac global', {
    aliases: ['claude-sonnet-4-0', 'claude-4-sonnet-20250514'],
  }),
  model(3.7, 'claude-3-7-sonnet-20250219', '-v1:0', 'us eu apac', { aliases: ['claude-3-7-sonnet-latest'] }),
  model(3.5, 'claude-3-5-haiku-20241022', '-v1:0', 'us', {
    aliases: ['claude-3-5-haiku-latest'],
    onDemand: true,
  }),
  model(3.5, 'claude-3-5-sonnet-20241022', '-v2:0', 'us apac', { aliases: ['claude-3-5-sonnet-latest'] }),
  model(3.5, 'claude-3-5-sonnet-20240620', '-v1:0', 'us eu apac us-gov', { onDemand: true }),
  model(3, 'claude-3-opus-20240229', '-v1:0', 'us', { aliases: ['claude-3-opus-latest'] }),
  model(3, 'claude-3-sonnet-20240229', '-v1:0', 'us eu apac', { onDemand: true }),
  model(3, 'claude-3-haiku-20240307', '-v1:0', 'us eu apac us-gov', { onDemand: true }),
]
