// The models the gateway knows, as data: Anthropic's id, other spellings, and what Bedrock calls them.
// Sources: Anthropic's model and deprecation pages, AWS model cards and the inference profile list, November 2026.

/** Prefix of a Bedrock cross-region inference profile. */
export type ProfilePrefix = 'global' | 'us' | 'eu' | 'apac' | 'jp' | 'au' | 'us-gov'

export interface CatalogModel {
  /** Canonical id on Anthropic's API; dated up to 4.5, undated from 4.6 on. */
  readonly id: string
  readonly aliases: readonly string[]
  readonly displayName: string
  /** Generation as [major, minor]: what a model accepts changes with it. */
  readonly generation: readonly [number, number]
  /** Bedrock's foundation model id; null where Bedrock does not offer the model. */
  readonly bedrockId: string | null
  /** Its id on bedrock-mantle; null where mantle does not have it. */
  readonly mantleId: string | null
  readonly profiles: readonly ProfilePrefix[]
  /** The bare id is invocable on demand on bedrock-runtime; newer models need a profile. */
  readonly bareOnDemand: boolean
}

interface Options {
  aliases?: readonly string[]
  bedrock?: string | null
  /** Where it differs from what its generation tells. */
  mantle?: string
  bare?: boolean
}

function model(
  id: string,
  displayName: string,
  generation: readonly [number, number],
  profiles: readonly ProfilePrefix[],
  { aliases = [], bedrock = `anthropic.${id}`, mantle, bare = false }: Options = {},
): CatalogModel {
  const mantleId = mantle ?? (isAtLeast({ generation }, 4, 7) ? `anthropic.${id}` : null)
  return { id, displayName, generation, aliases, bedrockId: bedrock, mantleId, profiles, bareOnDemand: bare }
}

/** Up to 4.5 Bedrock's id ends in a version of its own. */
const v1 = (id: string) => `anthropic.${id}-v1:0`
const WORLD = ['us', 'eu', 'jp', 'au', 'global'] as const

export const CATALOG: readonly CatalogModel[] = [
  model('claude-fable-5-2', 'Claude Fable 5.2', [5, 2], ['us', 'global']),
  model('claude-mythos-5-2', 'Claude Mythos 5.2', [5, 2], []),
  model('claude-haiku-5-5', 'Claude Haiku 5.5', [5, 5], WORLD),
  model('claude-sonnet-5-5', 'Claude Sonnet 5.5', [5, 5], WORLD),
  model('claude-opus-5-5', 'Claude Opus 5.5', [5, 5], WORLD),
  model('claude-fable-5-1', 'Claude Fable 5.1', [5, 1], ['us', 'global']),
  model('claude-mythos-5-1', 'Claude Mythos 5.1', [5, 1], []),
  model('claude-opus-5', 'Claude Opus 5', [5, 0], WORLD),
  model('claude-sonnet-5', 'Claude Sonnet 5', [5, 0], WORLD),
  model('claude-fable-5', 'Claude Fable 5', [5, 0], ['us', 'global']),
  model('claude-mythos-5', 'Claude Mythos 5', [5, 0], []),
  model('claude-opus-4-8', 'Claude Opus 4.8', [4, 8], WORLD),
  model('claude-opus-4-7', 'Claude Opus 4.7', [4, 7], WORLD, { aliases: ['claude-opus-4-7-20260416'] }),
  model('claude-mythos-preview', 'Claude Mythos Preview', [4, 7], []),
  model('claude-sonnet-4-6', 'Claude Sonnet 4.6', [4, 6], WORLD),
  model('claude-opus-4-6', 'Claude Opus 4.6', [4, 6], ['us', 'eu', 'au', 'global'], {
    aliases: ['claude-opus-4-6-20260205'],
    bedrock: 'anthropic.claude-opus-4-6-v1',
  }),
  model('claude-opus-4-5-20251101', 'Claude Opus 4.5', [4, 5], ['us', 'eu', 'global'], {
    aliases: ['claude-opus-4-5'],
    bedrock: v1('claude-opus-4-5-20251101'),
  }),
  model('claude-haiku-4-5-20251001', 'Claude Haiku 4.5', [4, 5], WORLD, {
    aliases: ['claude-haiku-4-5'],
    bedrock: v1('claude-haiku-4-5-20251001'),
    mantle: 'anthropic.claude-haiku-4-5',
  }),
  model('claude-sonnet-4-5-20250929', 'Claude Sonnet 4.5', [4, 5], [...WORLD, 'us-gov'], {
    aliases: ['claude-sonnet-4-5'],
    bedrock: v1('claude-sonnet-4-5-20250929'),
  }),
  model('claude-opus-4-1-20250805', 'Claude Opus 4.1', [4, 1], ['us'], {
    aliases: ['claude-opus-4-1'],
    bedrock: v1('claude-opus-4-1-20250805'),
  }),
  model('claude-opus-4-20250514', 'Claude Opus 4', [4, 0], ['us'], {
    aliases: ['claude-opus-4-0', 'claude-opus-4', 'claude-4-opus-20250514'],
    bedrock: v1('claude-opus-4-20250514'),
  }),
  model('claude-sonnet-4-20250514', 'Claude Sonnet 4', [4, 0], ['us', 'eu', 'apac', 'global'], {
    aliases: ['claude-sonnet-4-0', 'claude-sonnet-4', 'claude-4-sonnet-20250514'],
    bedrock: v1('claude-sonnet-4-20250514'),
  }),
  model('claude-3-7-sonnet-20250219', 'Claude Sonnet 3.7', [3, 7], ['us', 'eu', 'apac'], {
    aliases: ['claude-3-7-sonnet-latest', 'claude-3-7-sonnet'],
    bedrock: v1('claude-3-7-sonnet-20250219'),
  }),
  model('claude-3-5-haiku-20241022', 'Claude Haiku 3.5', [3, 5], ['us'], {
    aliases: ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
    bedrock: v1('claude-3-5-haiku-20241022'),
    bare: true,
  }),
  model('claude-3-5-sonnet-20241022', 'Claude Sonnet 3.5 v2', [3, 5], ['us', 'apac'], {
    aliases: ['claude-3-5-sonnet-latest', 'claude-3-5-sonnet'],
    bedrock: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
  }),
  model('claude-3-5-sonnet-20240620', 'Claude Sonnet 3.5', [3, 5], ['us', 'eu', 'apac', 'us-gov'], {
    bedrock: v1('claude-3-5-sonnet-20240620'),
    bare: true,
  }),
  model('claude-3-opus-20240229', 'Claude Opus 3', [3, 0], ['us'], {
    aliases: ['claude-3-opus-latest', 'claude-3-opus'],
    bedrock: v1('claude-3-opus-20240229'),
  }),
  model('claude-3-sonnet-20240229', 'Claude Sonnet 3', [3, 0], ['us', 'eu', 'apac'], {
    aliases: ['claude-3-sonnet'],
    bedrock: v1('claude-3-sonnet-20240229'),
    bare: true,
  }),
  model('claude-3-haiku-20240307', 'Claude Haiku 3', [3, 0], ['us', 'eu', 'apac', 'us-gov'], {
    aliases: ['claude-3-haiku'],
    bedrock: v1('claude-3-haiku-20240307'),
    bare: true,
  }),
]

const BY_NAME: ReadonlyMap<string, CatalogModel> = new Map(
  CATALOG.flatMap((row) => [row.id, ...row.aliases].map((name) => [name, row] as const)),
)
const BY_BEDROCK_ID: ReadonlyMap<string, CatalogModel> = new Map(
  CATALOG.flatMap((row) =>
    [row.bedrockId, row.mantleId].flatMap((id) => (id === null ? [] : [[id, row] as const])),
  ),
)

/** Finds a model by Anthropic id or alias, spelled exactly. */
export function findModel(name: string): CatalogModel | undefined {
  return BY_NAME.get(name)
}

/** Finds a model by Bedrock's foundation model id or by mantle's, without a profile prefix. */
export function findBedrockModel(baseId: string): CatalogModel | undefined {
  return BY_BEDROCK_ID.get(baseId)
}

export function isAtLeast(row: Pick<CatalogModel, 'generation'>, major: number, minor: number): boolean {
  return row.generation[0] > major || (row.generation[0] === major && row.generation[1] >= minor)
}
